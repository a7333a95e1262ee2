import { FULL_DATE } from '../date-shapes.ts';
import type { Candidate, Detector } from '../detector.ts';

const REACH = 64;
const TIME = '(?:,?[ T]\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\s?[ap]\\.?m\\b)?)?';
const date = new RegExp(`(?<![\\p{L}\\d]|\\d[-./])${FULL_DATE}${TIME}(?![\\p{L}\\d]|[-/.]\\d)`, 'giu');
/** Words about business before a date: staff and systems need the day of a charge, and it tells nobody apart. */
const ofBusiness =
  /\b(?:charged?|charges|paid|pay|payments?|bill(?:ed|s)?|invoiced?|order(?:ed)?|deliver(?:ed|y)?|shipped|transfer(?:red)?|transactions?|purchased?|bought|debit(?:ed)?|credited|withdr[ae]w(?:al|n)?|refund(?:ed)?|due|expir(?:es?|y|ed|ation)|valid|statement|flight|booking|booked|check-?in|departure|depart|arriv\w+|travel\w*|return\w*|version|released?|updated?|deadline)\b(?:[^.!?]|\.\d)*$/i;
const hasDigitPair = /\d.{0,24}\d{2}/s;

/** Dates with day, month and year that are no day of business. */
export const fullDate: Detector = {
  id: 'full-date',
  find: function findFullDates(text) {
    if (!hasDigitPair.test(text)) return [];
    return [...text.matchAll(date)].flatMap((match): Candidate[] => {
      if (ofBusiness.test(text.slice(Math.max(0, match.index - REACH), match.index))) return [];
      return [
        {
          type: 'DATE',
          start: match.index,
          end: match.index + match[0].length,
          score: 0.5,
          source: 'pattern:full-date',
        },
      ];
    });
  },
};
