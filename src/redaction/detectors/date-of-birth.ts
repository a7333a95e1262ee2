import { MONTH } from '../date-shapes.ts';
import type { Candidate, Detector } from '../detector.ts';

const DATE = `(?:\\d{4}[-./ ]\\d{1,2}[-./ ]\\d{1,2}|\\d{1,2}[-./ ]\\d{1,2}[-./ ]\\d{2,4}|\\d{1,2}(?:st|nd|rd|th|\\.)?\\s?(?:of\\s)?${MONTH}\\.?,?(?:\\s\\d{4})?|${MONTH}\\.?\\s\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s\\d{4})?|(?:19|20)\\d\\d|\\d{8}|\\d{6})`;
const birth = new RegExp(
  `\\b(?:born|dob|d\\.o\\.b\\.?|date of birth|birth\\s?date|birth\\s?day|geboren|geburtsdatum|geburtstag|née?|date de naissance|nacid[oa]|fecha de nacimiento|nat[oa]|data di nascita|geboortedatum)(?:[\\s,:=-]{1,3}(?:is|was|on|in|am|the|le|el|il|ist|its|it's|op)\\b){0,3}[\\s,:=-]{1,3}(?<value>${DATE})(?![\\p{L}\\d])`,
  'giu',
);

/** Dates of birth: a date right after words that say so. */
export const dateOfBirth: Detector = {
  id: 'date-of-birth',
  find: function findDatesOfBirth(text) {
    return Array.from(text.matchAll(birth), (match): Candidate => {
      const end = match.index + match[0].length;
      const start = end - (match.groups?.value ?? '').length;
      return { type: 'DATE_OF_BIRTH', start, end, score: 0.9, source: 'context:birth' };
    });
  },
};
