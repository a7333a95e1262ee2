import { describe, expect, it } from 'vitest';
import { password } from './password.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return password.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('password', () => {
  it.each([
    ['my password is hunter2.', ['hunter2']],
    ['Password: correct-horse', ['correct-horse']],
    ['password is arun 458', ['arun 458']],
    ['password is vj 12', ['vj 12']],
    ['Passwort ist geheim!1', ['geheim!1']],
    ['user bob, pass: Xy12ab', ['Xy12ab']],
    ['my pass is Xy12ab', ['Xy12ab']],
    ['Kennwort: Sommer2024', ['Sommer2024']],
    ['mein Passwort lautet Sommer2024', ['Sommer2024']],
    ['p4ssw0rd is hunter2', ['hunter2']],
    ['my P@$$w0rd: hunter2', ['hunter2']],
    ['the password is now Hunter2xx', ['Hunter2xx']],
    ['das Passwort ist jetzt Hunter2xx', ['Hunter2xx']],
    ['my password has been changed to Hunter2xx', ['Hunter2xx']],
    ['api key: 3f9a77', ['3f9a77']],
    ['mot de passe : soleil99', ['soleil99']],
    ['пароль: zima2024', ['zima2024']],
  ])('finds words after what names them: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ['my password is blue horse battery', ['blue horse battery']],
    ['My password is blue horse battery. It fails', ['blue horse battery']],
    ['password: tiger moon river\nuser: bob', ['tiger moon river']],
    ['my password is blue horse battery and I cannot log in', ['blue horse battery']],
    ['my passphrase is blue horse battery 12', ['blue horse battery 12']],
    ['Passwort: blaues Pferd Batterie, bitte prüfen', ['blaues Pferd Batterie']],
    ['I typed `my password is blue horse battery` twice', ['blue horse battery']],
    ['my password is hunter2 please help', ['hunter2']],
    ['my password is tiger it does not work', ['tiger']],
  ])('finds passphrases up to where the sentence goes on: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ['password: "correct horse battery"', ['correct horse battery']],
    ["my password is 'correct horse battery'", ['correct horse battery']],
    ['my password is "it\'s a kind of magic", help', ["it's a kind of magic"]],
    ['password = "the cat in the hat"', ['the cat in the hat']],
    ['password: "hunter', ['hunter']],
  ])('finds all that stands in quotation marks: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    'my password is wrong',
    'the password is wrong and I need help',
    'my password was leaked',
    'the password is not working',
    'my password is not working',
    'my password is expired',
    'My password is expired and the reset mail does not arrive',
    'my password is still not accepted',
    'the password is now wrong',
    'the password is now active',
    'the password is now 12 characters long',
    'my password is still pending',
    'the password is now the same as before',
    'my password was changed to something else',
    'password was reset to default',
    'my password is completely gone',
    'my password is locked again',
    'my password is too short',
    'is my password safe?',
    'I am unaware of what my password is.',
    'what my password is and how to change it',
    'password is ok',
    'my password is to be changed',
    'password issue',
    'password issues since Monday',
    "password isn't accepted",
    "My password doesn't work.",
    'password reset',
    'password: please enter it again',
    'it says password: "wrong"',
    'it says password "must contain at least one number"',
    "the page says my password is 'not strong enough'",
    'it shows password: "does not match our records"',
    'mein Passwort ist abgelaufen',
    'Mein Passwort ist falsch, was nun?',
    'das Passwort ist nicht mehr gültig',
    'mein Passwort funktioniert nicht',
    'mein Kennwort ist gesperrt und ich brauche Hilfe',
    'Das Passwort ist jetzt ungültig',
    'mein Passwort wurde gestohlen',
    'mein Passwort ist seit gestern abgelaufen',
    'mein Passwort ist nach dem Update ungültig',
    'Passwort: vergessen',
    'Passwort vergessen, was tun?',
    'la mia password è stata rubata',
    'minha senha é muito antiga',
    'la contraseña es obligatoria',
    'mon mot de passe est incorrect',
    'mon mot de passe est oublié',
    'mi contraseña es incorrecta',
    'bus pass: monthly',
    'I need a pass: where do I get it?',
    'my pass is 20481234',
    'did it pass: yes',
    'token of thanks',
    'I passed: 3 of 4',
    'the compass: north 1234',
  ])('keeps what is said about passwords: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
