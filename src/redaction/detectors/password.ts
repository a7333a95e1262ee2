import type { Candidate, Detector } from '../detector.ts';
import { isNotice, isRemark, leadsOn } from '../password-words.ts';

const PASSWORD = String.raw`p[a4@][s$5]{1,2}\s?w[o0]r[dt]|passwd|pass\s?phrase|passcode|pswd|pwd|pw|kennwort|mot de passe|mdp|contraseña|senha|palavra[\s-]passe|wachtwoord|hasło|heslo|lösenord|adgangskode|passord|salasana|şifre|пароль|secret\s(?:word|answer)|security answer`;
const KEY = String.raw`secret(?:\skey)?|api[\s_-]?key|access[\s_-]?key|token`;
/** Words that mean other things as well: `bus pass: monthly`. */
const VAGUE = 'pass|clave|parola|losung';
const LINK =
  String.raw`(?<change>\s(?:(?:has|have|had)\s(?:now\s)?been|was|is|got)\s(?:now\s)?(?:changed|set|reset|updated)\sto\s)` +
  String.raw`|\s(?:is|was|ist|war|lautet|est|es|è|é|será|jest)(?![\p{L}\d'])\s?:?\s{0,2}|\s?[:=]\s{0,2}|(?<gap>\s(?=\S{0,30}\d))`;
const said = new RegExp(
  String.raw`(?<![\p{L}\d?&;/_])(?:(?<password>${PASSWORD})|${KEY}|(?<vague>${VAGUE}))(?:${LINK})`,
  'giu',
);

/** Longest stretch after the label that is looked at. */
const REACH = 200;
const MOST_WORDS = 8;
const LEAST_LETTERS = 3;
const quotation = /^(?:"([^"\n]{2,80})"|`([^`\n]{2,80})`|'([^\n]{2,80}?)'(?!\p{L}))/u;
const skipped = /^(?:now|currently|still|actually|just|simply|jetzt|nun|ahora|maintenant)[\s:]{1,3}/i;
const firstWord = /^["'`]?(?<value>[^\s"'`]{2,80})/;
const nextWord = /^ {1,2}(?<value>[\p{L}-]{2,30})(?=$|[\s.,;:!?)\]}"'`<])/u;
const trailingNumber = /^\s\d{1,6}(?=\s*$|\s(?:and|my)\b)/;

/** Passwords, passphrases and keys after the words that name them. */
export const password: Detector = {
  id: 'password',
  find: function findPasswords(text) {
    return [...text.matchAll(said)].flatMap((match): Candidate[] => {
      const at = match.index + match[0].length;
      const found = findValue(text.slice(at, at + REACH), match);
      if (found === undefined) return [];
      const [from, to] = found;
      return [{ type: 'SECRET', start: at + from, end: at + to, score: 0.85, source: 'context:password' }];
    });
  },
};

type Range = readonly [from: number, to: number];

function findValue(after: string, { 0: label, groups }: RegExpExecArray): Range | undefined {
  const isVague = groups?.vague !== undefined;
  const quoted = quotation.exec(after);
  if (quoted !== null && !isVague) return isNotice(quoted[0].slice(1, -1)) ? undefined : [1, quoted[0].length - 1];

  const adverb = skipped.exec(after)?.[0].length ?? 0;
  const first = firstWord.exec(after.slice(adverb));
  const value = withoutClosing(first?.groups?.value ?? '');
  if (first === null || isRemark(value) || /^\[[A-Z_]+_\d+\]$/.test(value)) return undefined;
  // Words that say a password is at hand weigh less here, so that the value must look like one.
  const needsLook = isVague || adverb > 0 || groups?.change !== undefined;
  if (needsLook && !looksSecret(value)) return undefined;
  if (isVague && /^\d+$/.test(value) && !/[:=]/.test(label)) return undefined;

  const from = adverb + first[0].indexOf(value);
  const isPhrase = groups?.password !== undefined && groups.gap === undefined && /^[\p{L}-]+$/u.test(value);
  const end = from + value.length;
  const to = isPhrase && !leadsOn(value) ? endOfPhrase(after, end) : end;
  const whole = to + (trailingNumber.exec(after.slice(to))?.[0].length ?? 0);
  return whole - from < LEAST_LETTERS ? undefined : [from, whole];
}

/** `blue horse battery and I …`: words go on with a passphrase until one goes on with the sentence. */
function endOfPhrase(after: string, from: number): number {
  let end = from;
  for (let words = 1; words < MOST_WORDS; words += 1) {
    const next = nextWord.exec(after.slice(end));
    if (next === null || leadsOn(next.groups?.value ?? '')) return end;
    end += next[0].length;
  }
  return end;
}

/** Letters with digits, signs or capitals inside, or a number of four digits: what no sentence goes on with. */
function looksSecret(value: string): boolean {
  if (value.length < 4 || /^\d{1,3}-?\p{L}+$/u.test(value) || /^\d+(?:[-./:]\d+)+$/.test(value)) return false;
  return /\p{L}.*\d|\d.*\p{L}|\p{Ll}\p{Lu}|[!@#$%^*_+=~|\\]|\d{4}/u.test(value);
}

function withoutClosing(value: string): string {
  let end = value.length;
  while (end > 1 && '.,;:?)'.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}
