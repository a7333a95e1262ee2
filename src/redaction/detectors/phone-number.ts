import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Candidate, Detector } from '../detector.ts';
import { isQuantity, isReference, namesThing, wordsBefore } from '../text-around.ts';

const number =
  /(?<![\p{L}\d]|\d[-.,/:]|[\p{L}]-)(?:\+\s?|\(\+?)?\d(?:(?:[ ().-]{0,3}|\/)\d){5,16}(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\p{L}\d]|[/:]\d|[.,]\d)/gu;
const labelBefore =
  /(?:\b(?:phone|ph|mobile|mob|cell|cellphone|cellular|tel|telephone|telefon|téléphone|telefono|teléfono|telefone|handy|handynummer|portable|móvil|fax|desk|whatsapp|call(?:ing|ed)?|ring|dial|text|sms|reach|contact|conno|rufnummer|nummer|registered|messages?\sto|answering\sat|my\s(?:new\s|old\s)?(?:number|no|num))\b)[^.!?]*$/i;
const labelAfter = /^[\s-]{1,3}(?:office|fax|mobile|home|work|cell)\b/i;
const date =
  /^(?:(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d{2})(?:[ T]\d{1,2})?$|^(?:19|20)\d\d ?- ?(?:19|20)\d\d$/;
const dateAfterDigits =
  /^\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d\b|^(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./]\d{1,2}\b/;

/** Numbers a text may have checked against a numbering plan (60 µs each); those beyond count as telephone numbers. */
const MOST_PLAN_CHECKS = 32;

/** Telephone numbers: by the words around them, by their grouping, or by the numbering plan of the default country. */
export const phoneNumber: Detector = {
  id: 'phone-number',
  find: function findPhoneNumbers(text, { defaultCountry }) {
    let checks = 0;
    function isInPlan(typed: string): boolean {
      checks += 1;
      return checks > MOST_PLAN_CHECKS || parsePhoneNumberFromString(typed, defaultCountry)?.isValid() === true;
    }

    const candidates: Candidate[] = [];
    for (const match of text.matchAll(number)) {
      const place = { typed: match[0], start: match.index, end: match.index + match[0].length };
      const evidence = findEvidence(text, place, isInPlan);
      if (evidence !== undefined) candidates.push({ type: 'PHONE', start: place.start, end: place.end, ...evidence });
    }
    return candidates;
  },
};

interface Place {
  readonly typed: string;
  readonly start: number;
  readonly end: number;
}

function findEvidence(
  text: string,
  { typed, start, end }: Place,
  isInPlan: (typed: string) => boolean,
): Pick<Candidate, 'score' | 'source'> | undefined {
  if (date.test(typed) || dateAfterDigits.test(typed) || isQuantity(text, start, end)) return undefined;
  const before = wordsBefore(text, start);
  if (labelBefore.test(before) || labelAfter.test(text.slice(end, end + 12))) {
    return { score: 0.9, source: 'context:phone' };
  }
  if (isPhoneShaped(typed)) {
    return isReference(text, start) ? undefined : { score: 0.7, source: 'pattern:phone-grouping' };
  }
  // Ten digits in a row are an order number as easily as a telephone number: the words before must not name a thing.
  const isPlain = /^\d{9,12}$/.test(typed) && !namesThing(before);
  return isPlain && isInPlan(typed) ? { score: 0.6, source: 'pattern:numbering-plan' } : undefined;
}

const groupings = [
  /^\+\d/,
  /^\(\d{1,5}\) ?\d/,
  /^0\d{1,5}[ ./-]\d/,
  /^0\d{8,10}$/,
  /^(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}(?:\s?(?:x|ext).*)?$/,
  /^\d{2,3}(?: \d{2,3}){3,4}$/,
];

function isPhoneShaped(typed: string): boolean {
  const digits = typed.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 17 && groupings.some((grouping) => grouping.test(typed));
}
