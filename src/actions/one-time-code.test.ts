import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCode, hashCode, newOneTimeCode, readCode } from './one-time-code.ts';

const keyed = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('base64url');
const bound = { conversation: 'c_1', reference: '[EMAIL_1]' };
const now = new Date('2026-11-21T09:00:00.000Z');
const challenge = {
  hash: hashCode(keyed, '042917', bound),
  reference: '[EMAIL_1]',
  until: '2026-11-21T09:05:00.000Z',
  tries: 0,
};
const check = (code: string, differing: Partial<typeof challenge> = {}, at = now) =>
  checkCode({ ...challenge, ...differing }, hashCode(keyed, code, bound), { now: at, tries: 3 });

describe('newOneTimeCode', () => {
  it('has six digits, leading zeros among them', () => {
    const codes = Array.from({ length: 3_000 }, newOneTimeCode);
    expect(codes.filter((code) => !/^\d{6}$/u.test(code))).toEqual([]);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(2_900);
  });
});

describe('readCode', () => {
  it.each([
    ['042917', '042917'],
    [' 042 917 ', '042917'],
    ['042-917', '042917'],
    ['04291', null],
    ['0429177', null],
    ['my code is 042917', null],
  ])('reads %j as %j', (text, code) => expect(readCode(text)).toBe(code));
});

describe('checkCode', () => {
  it('takes the right code alone', () => {
    expect(check('042917')).toBe('right');
    fc.assert(fc.property(fc.stringMatching(/^\d{6}$/u), (code) => (check(code) === 'right') === (code === '042917')));
  });

  it('is used up at the last try, and then the right code is too late', () => {
    expect([0, 1, 2].map((tries) => check('111111', { tries }))).toEqual(['wrong', 'wrong', 'used-up']);
    expect(check('042917', { tries: 3 })).toBe('used-up');
  });

  it('lapses with its time', () => {
    expect(check('042917', {}, new Date('2026-11-21T09:05:00.001Z'))).toBe('expired');
  });

  it('is bound to conversation and reference', () => {
    const elsewhere = [
      { ...bound, conversation: 'c_2' },
      { ...bound, reference: '[EMAIL_2]' },
    ].map((other) => checkCode(challenge, hashCode(keyed, '042917', other), { now, tries: 3 }));
    expect(elsewhere).toEqual(['wrong', 'wrong']);
  });
});
