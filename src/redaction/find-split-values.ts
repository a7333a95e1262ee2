import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Candidate } from './detector.ts';
import type { EntityType } from './entity-type.ts';
import type { CandidateFinder } from './find-candidates.ts';
import { toReadableText } from './readable-text.ts';

/** Characters on either side of the join that are looked at; an IBAN in groups of four has 42. */
const REACH = 64;

/** Kinds with shapes of their own, so that a label and both halves together are a proof. */
const shaped: ReadonlySet<EntityType> = new Set(['IBAN', 'NATIONAL_ID', 'PASSPORT', 'HEALTH_ID']);
/** Halves that were one word: digits or capitals on both sides, or an address. */
const mayBeOneWord = /\d-?\n-?[\dA-Z]|[A-Z]\n\d|@[^\s]*\n|\n[^\s]*@/u;
/** After a dot only an ending everybody knows goes on with an address: `…@firm.` | `please` is two sentences. */
const goesOnAfterDot = /\.\n(?!(?:com|net|org|edu|gov|info|eu|de|fr|es|it|nl|co\.uk)(?![\p{L}\d]))/u;

/** A finding over the join of two messages. */
interface Split {
  /** The finding, as a range of this message. */
  readonly candidate: Candidate;
  /** Its halves in the message before and in this one. */
  readonly halves: readonly [before: string, here: string];
  readonly whole: string;
}

/**
 * Finds identifiers that begin in the message before and end in this one (`…4111 1111` | `1111 1111`, `john@gm` |
 * `ail.com`). Only where the join proves them: by check digits, which two unrelated halves pass too rarely to matter, or
 * by a whole that the first half was not yet.
 *
 * @param previousTail last characters of the message before as it was typed; held in memory only
 * @param text readable text of this message
 * @returns the parts in `text`
 */
export function findSplitValues(
  previousTail: string,
  text: string,
  { country, find }: Pick<CandidateFinder, 'country' | 'find'>,
): readonly Candidate[] {
  const tail = toReadableText(previousTail).text.trimEnd().slice(-REACH);
  const head = text.slice(0, REACH);

  function findOver(gap: string): Split[] {
    const from = tail.length + gap.length;
    const joined = tail + gap + head;
    return find(joined)
      .candidates.filter(({ start, end }) => start < tail.length && end > from)
      .map((candidate) => ({
        candidate: { ...candidate, start: 0, end: candidate.end - from },
        halves: [tail.slice(candidate.start), head.slice(0, candidate.end - from)],
        whole: joined.slice(candidate.start, candidate.end),
      }));
  }

  const spaced = findOver(' ');
  const joint = `${tail}\n${head}`;
  const oneWord = mayBeOneWord.test(joint) && !goesOnAfterDot.test(joint) ? findOver('') : [];
  const byChecks = spaced.filter(({ candidate }) => candidate.source.startsWith('checksum:'));
  const byShape = [...spaced, ...oneWord].filter((split) => isWhole(split, country));
  if (byShape.length === 0) return byChecks.map(({ candidate }) => candidate);

  const begun = find(tail).candidates.filter(({ end }) => end === tail.length);
  const open = byShape.filter(({ candidate: { type } }) => !begun.some((one) => one.type === type && isClosed(type)));
  return [...byChecks, ...open].map(({ candidate }) => candidate);
}

/** True when both halves make a value that no other reading explains. */
function isWhole({ candidate: { type, source, score }, halves, whole }: Split, country: CountryCode): boolean {
  const [before, here] = halves;
  switch (type) {
    case 'EMAIL':
      return /^pattern:email(?:-bracketed|-mistyped)?$/.test(source) && !/\p{Lu}/u.test(here);
    case 'PHONE': {
      if (!/^(?:context:phone|pattern:phone-grouping)$/.test(source)) return false;
      const [first, all] = [before, whole].map((typed) => parsePhoneNumberFromString(typed, country));
      return /\d\D*\d\D*\d/.test(here) && all?.isValid() === true && first?.isValid() !== true;
    }
    case 'SSN':
      return /^\d{3}[ .-]\d\d[ .-]\d{4}$/.test(whole);
    default: {
      const isNamed = source.startsWith('context:') || (source.startsWith('checksum:') && score >= 0.99);
      return shaped.has(type) && isNamed && /\d/.test(before) && /\d/.test(here);
    }
  }
}

/** False for kinds of which a first half is found as such, as the last digits of a number. */
function isClosed(type: EntityType): boolean {
  return type !== 'SSN' && type !== 'PHONE';
}
