import { describe, expect, it } from 'vitest';
import { checkPassword } from './check-password.ts';

describe('checkPassword', () => {
  it.each([
    'gravel umbrella seventeen',
    'Wv9!kz-Tmm2_pQ',
    'пароль из семи слов и чисел',
    '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧',
    `${'a password of many words '.repeat(10)}end`,
    'my password is a whole sentence',
  ])('takes %j', (password) => {
    expect(() => checkPassword(password, 'robin')).not.toThrow();
  });

  it.each([
    ['too short', 'gravel umbr'],
    ['too long', `gravel umbrella ${'x'.repeat(256)}`],
    ['a few characters again and again', 'abcabcabcabcabc'],
    ['one of the first that are tried', 'Password1234'],
    ['the same with other letters', 'P@$$w0rd2026!!'],
    ['the same with something between', 'pass-word-1234'],
    ['a famous one', 'correct horse battery staple'],
    ['a row of keys', 'qwertyuiop123'],
    ['the name of the product', 'confidant2026!'],
    ['the name', 'robin-robin-1987x'],
  ])('refuses what is %s', (_what, password) => {
    expect(() => checkPassword(password, 'robin')).toThrow(expect.objectContaining({ code: 'password-weak' }));
  });

  it('repeats nothing of the password', () => {
    expect(() => checkPassword('umbrella', 'robin')).not.toThrow(/umbrella/u);
  });
});
