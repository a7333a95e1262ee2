import type { Candidate, Detector } from '../detector.ts';
import { isQuantity } from '../text-around.ts';

/** A word that is called a password; what is said *about* passwords (`my password is wrong`) is not one. */
const password =
  /(?<![\p{L}\d?&;/_])(?:password|passwort|passwd|pass\s?phrase|pass\s?word|passcode|pwd|pw|mot de passe|contraseña|senha|wachtwoord|hasło|secret(?:\s(?:word|answer|key))?|api[\s_-]?key|access[\s_-]?key|token|security answer)(?<link>\s(?:is|was|ist|est|es|será)\s?:?\s{0,2}|\s?[:=]\s{0,2}|\s(?=\S{0,30}\d))["'`]?(?<value>[^\s"'`]{2,80}(?:\s\d{1,6}(?=\s*$|\s(?:and|my)\b))?)/giu;
const code =
  /\b(?:pin|otp|cvv2?|cvc2?|csc|tan|passcode|(?:security|verification|access|one[\s-]time|confirmation|2fa|sms|pin|login|log-in) (?:code|pin|password|number))(?:\s(?:code|number|no|is|was|ist|my|the|it's|its|today)){0,3}[\s:#=]{1,3}(?<value>\d{3,10})(?![\p{L}\d]|[.,]\d)/giu;
/** Keys that carry their maker's mark. */
const keys =
  /(?<![\p{L}\d])(?:(?:sk|pk|rk)[_-](?:live|test|proj|ant)[_-][\w-]{10,200}|sk-[\w-]{20,200}|AKIA[0-9A-Z]{16}|gh[oprsu]_\w{30,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|xox[abposr]-[\w-]{10,200}|AIza[\w-]{35}|eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,2000}|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)/gu;

const remarks = new Set(
  (
    "wrong right correct incorrect invalid valid expired blocked locked lost gone not isn't never " +
    'still always now also the a an my your too so being required needed working secure safe weak ' +
    'strong short long old new same different changed forgotten missing compromised stolen hacked ' +
    'known unknown saved accepted rejected denied refused sent stored shown used set reset it that ' +
    'what no none going getting asking only case very just to in on for fine ok okay protected empty ' +
    'there here case-sensitive unable broken available leaked exposed published guessed cracked'
  ).split(' '),
);

/** Passwords, PINs, one-time codes and keys. */
export const secret: Detector = {
  id: 'secret',
  find: function findSecrets(text) {
    return [
      ...find(text, password, 'context:password').filter(({ start, end }) => isSecretWord(text.slice(start, end))),
      ...find(text, code, 'context:code').filter(({ start, end }) => !isQuantity(text, start, end)),
      ...find(text, keys, 'pattern:key'),
    ];
  },
};

function find(text: string, shape: RegExp, source: Candidate['source']): Candidate[] {
  return Array.from(text.matchAll(shape), (match) => {
    const value = withoutClosing(match.groups?.value ?? match[0]);
    const start = match.index + match[0].lastIndexOf(value);
    return { type: 'SECRET', start, end: start + value.length, score: 0.85, source };
  });
}

function isSecretWord(value: string): boolean {
  return value.length >= 3 && !remarks.has(value.toLowerCase()) && !/^\[[A-Z_]+_\d+\]$/.test(value);
}

function withoutClosing(value: string): string {
  let end = value.length;
  while (end > 1 && '.,;:?)'.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}
