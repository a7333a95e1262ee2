import type { Candidate, Detector } from '../detector.ts';
import { findNameEnd } from '../name-words.ts';

const title =
  /(?<![\p{L}\d])(?:(?<sure>mr|mrs|ms|mx|messrs|herrn?|frau|mme|monsieur|madame|señora?|signora?|dhr|mevr)\b\.?|(?:Dr|Prof|Miss|Sir|Lady|Dame|Rev|Capt|Sra?|Sig|Doña|Don|DR|MISS)\b\.?)\s{1,2}/giu;

/** Names with their title: `Mr. Patel`, `Dr Anna Keller`. The title tells the sex, and goes with the name. */
export const titledName: Detector = {
  id: 'titled-name',
  find: function findTitledNames(text) {
    const candidates: Candidate[] = [];
    for (const match of text.matchAll(title)) {
      const start = match.index + match[0].length;
      const hasCapital = /\p{Lu}/u.test(match[0].charAt(0));
      if (match.groups?.sure === undefined && !hasCapital) continue;
      const end = findNameEnd(text, start, { anyCase: !hasCapital });
      if (end === undefined) continue;
      candidates.push({ type: 'NAME', start: match.index, end, score: 0.8, source: 'pattern:titled' });
    }
    return candidates;
  },
};
