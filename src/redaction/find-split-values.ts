import type { Candidate } from './detector.ts';
import { toReadableText } from './readable-text.ts';

/** Characters on either side of the join that are looked at; an IBAN in groups of four has 42. */
const REACH = 64;

/**
 * Finds identifiers that begin in the message before and end in this one (`…4111 1111` | `1111 1111`). Only those with
 * check digits: two unrelated halves pass them by accident too rarely to matter.
 *
 * @param previousTail last characters of the message before as it was typed; held in memory only
 * @param text readable text of this message
 * @returns the parts in `text`
 */
export function findSplitValues(
  previousTail: string,
  text: string,
  find: (joined: string) => readonly Candidate[],
): readonly Candidate[] {
  const tail = `${toReadableText(previousTail).text.trimEnd().slice(-REACH)} `;
  const joined = tail + text.slice(0, REACH);
  return find(joined)
    .filter(({ source, start, end }) => source.startsWith('checksum:') && start < tail.length - 1 && end > tail.length)
    .map((candidate) => ({ ...candidate, start: 0, end: candidate.end - tail.length }));
}
