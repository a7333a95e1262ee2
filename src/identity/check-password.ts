import { IdentityError } from './identity-error.ts';

/** NIST SP 800-63B asks for 8 at least and for no rules of composition; twelve withstand guessing at the hash for longer. */
const LEAST_CHARACTERS = 12;
/** Longer ones cost a hash more than they add. */
export const MOST_PASSWORD_CHARACTERS = 256;
/** `aaaabbbbcccc` is long and quickly guessed. */
const LEAST_DIFFERENT = 6;

/** Beginnings of what lists of leaked passwords are full of, in lower case and without what stands between. */
const guessed = [
  'password',
  'passwort',
  'letmein',
  'welcome',
  'qwertyuiop',
  'qwertzuiop',
  'iloveyou',
  'administrator',
  'changeme',
  'confidant',
  'correcthorsebatterystaple',
  '123456789',
];

/** Letters that stand for others in passwords that only look strong. */
const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
};

/**
 * Holds a new password against what makes one easy to guess.
 *
 * @throws {IdentityError} `password-weak`, saying what to change
 */
export function checkPassword(password: string, name: string): void {
  const problem = findWeakness(password, name);
  if (problem !== null) throw new IdentityError('password-weak', `Cannot use this password: ${problem}`);
}

function findWeakness(password: string, name: string): string | null {
  const { length } = Array.from(password);
  if (length < LEAST_CHARACTERS) return `it has ${length} characters, ${LEAST_CHARACTERS} are needed`;
  if (password.length > MOST_PASSWORD_CHARACTERS) return `it has more than ${MOST_PASSWORD_CHARACTERS} characters`;
  if (new Set(password).size < LEAST_DIFFERENT) return 'it repeats a few characters';
  const plain = password.toLowerCase().replaceAll(/[^\p{L}\p{N}@$]/gu, '');
  const read = plain.replaceAll(/./gu, (letter) => lookalikes[letter] ?? letter);
  if (isMostlyGuessed(plain) || isMostlyGuessed(read)) return 'it is one of the first that are tried';
  if (name.length >= 4 && plain.includes(name.replaceAll(/[^\p{L}\p{N}@$]/gu, ''))) return 'it holds the name';
  return null;
}

/** True where hardly anything is left once the guessed part is taken out. */
function isMostlyGuessed(plain: string): boolean {
  return guessed.some((word) => plain.includes(word) && plain.length - word.length < LEAST_DIFFERENT);
}
