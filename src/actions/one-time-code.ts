import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Challenge } from './action-state.ts';

const DIGITS = 6;
const wholeCode = /^\d{6}$/u;

/** Keyed hash of parts, so that a stolen database does not give codes away by trying all of them. */
export type KeyedHash = (parts: readonly string[]) => string;

/** A code of six digits; every one of the million is equally likely. */
export function newOneTimeCode(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
}

/** Digits of a code somebody typed, or null for anything that is more than a code. */
export function readCode(text: string): string | null {
  const digits = text.trim().replace(/^(\d{3})[ -](\d{3})$/u, '$1$2');
  return wholeCode.test(digits) ? digits : null;
}

/** The hash a challenge keeps: the code counts in this conversation and for this reference alone. */
export function hashCode(hash: KeyedHash, code: string, bound: { conversation: string; reference: string }): string {
  return hash(['one-time-code', bound.conversation, bound.reference, code]);
}

export type CodeCheck = 'right' | 'wrong' | 'expired' | 'used-up';

/** Holds a typed code against the challenge, in a time that does not depend on how much of it is right. */
export function checkCode(
  challenge: Challenge,
  typedHash: string,
  bounds: { readonly now: Date; readonly tries: number },
): CodeCheck {
  if (bounds.now.getTime() > Date.parse(challenge.until)) return 'expired';
  if (challenge.tries >= bounds.tries) return 'used-up';
  const [expected, typed] = [Buffer.from(challenge.hash), Buffer.from(typedHash)];
  if (expected.length === typed.length && timingSafeEqual(expected, typed)) return 'right';
  return challenge.tries + 1 >= bounds.tries ? 'used-up' : 'wrong';
}
