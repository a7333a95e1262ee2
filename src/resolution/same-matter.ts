import { toContentWords } from '../knowledge/content-words.ts';

/** A sentence as far as it can be held against another: what it is about, and the amounts it names. */
export interface Claim {
  readonly matter: ReadonlySet<string>;
  /** As they are written, without spaces: `$5`, `2.5%`. */
  readonly amounts: ReadonlySet<string>;
}

const amount = /[$€£]\s?\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?\s?%/gu;
/** A sentence of fewer words about its matter is too short to be held against another. */
const FEWEST_WORDS = 2;
/** Share of all their words that two sentences have in common, from which on they say the same. */
const REPEATED = 0.6;
/** The same for sentences that speak of one thing; the shorter one brings no word of its own then. */
const RELATED = 0.5;

export function toClaim(sentence: string): Claim {
  const amounts = (sentence.match(amount) ?? []).map((found) => found.replace(/\s/gu, ''));
  return { matter: new Set(toContentWords(sentence.replace(amount, ' '))), amounts: new Set(amounts) };
}

/** True when both say the same thing, in whatever words and order. */
export function isRepetition(one: Claim, other: Claim): boolean {
  const { shared, all } = compare(one, other);
  return shared / all >= REPEATED && sharesAll(one.amounts, other.amounts);
}

/** True when both speak of one thing and name different amounts for it: "$5" here, "$8" there. */
export function isContradiction(one: Claim, other: Claim): boolean {
  const { shared, all, fewer } = compare(one, other);
  // "The Plus account costs …" and "The account costs …" differ in the one word that matters.
  if (fewer < FEWEST_WORDS || shared < fewer || shared / all < RELATED) return false;
  return units.some((unit) => {
    const here = [...one.amounts].filter((found) => unit.test(found));
    const there = [...other.amounts].filter((found) => unit.test(found));
    return here.length > 0 && there.length > 0 && !here.some((found) => there.includes(found));
  });
}

/** A price is held against prices, a rate against rates. */
const units: readonly RegExp[] = [/%$/u, /^[$€£]/u];

function compare(one: Claim, other: Claim): { shared: number; all: number; fewer: number } {
  const shared = [...one.matter].filter((word) => other.matter.has(word)).length;
  return {
    shared,
    all: Math.max(1, one.matter.size + other.matter.size - shared),
    fewer: Math.min(one.matter.size, other.matter.size),
  };
}

function sharesAll(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((found) => other.has(found));
}
