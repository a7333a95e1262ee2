import { blankOut } from './blank-out.ts';
import { findAddresses, findPhones } from './find-contacts.ts';
import { findDates } from './find-dates.ts';
import { findDurations } from './find-durations.ts';
import { findMoney } from './find-money.ts';
import { findNames } from './find-names.ts';
import { findNumbers } from './find-numbers.ts';
import { findPercentages } from './find-percentages.ts';
import { findTimes } from './find-times.ts';
import type { Specific, SpecificFinder } from './specific.ts';

/** The order decides: what the earlier one claims, the later one never sees. */
const finders: readonly SpecificFinder[] = [
  findAddresses,
  findDates,
  findMoney,
  findPercentages,
  findTimes,
  findDurations,
  findPhones,
  findNumbers,
];

/** Placeholders, source marks and list numbers claim nothing. */
const marks = /\[[A-Z_]{1,24}_\d{1,9}\]|\[\d{1,3}\]|(?<=^|\n)[ \t]*\d{1,3}[.)](?=\s)/g;

/**
 * Every specific of a text with its normal forms, so that "$1,000.00" meets "1000 dollars". English and the digits of
 * every language; linear in the text.
 */
export function extractSpecifics(text: string): Specific[] {
  const places = [...text.matchAll(marks)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  let left = blankOut(text, places);
  const found: Specific[] = [];
  for (const find of finders) {
    const claimed = find(left);
    found.push(...claimed);
    left = blankOut(left, claimed);
  }
  found.push(...findNames(blankOut(text, places)));
  return found.sort((a, b) => a.start - b.start);
}
