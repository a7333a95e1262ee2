import { passesLuhn } from '../check-digits.ts';
import type { Candidate, Detector } from '../detector.ts';
import { afterLabelOrNothing } from '../glued-label.ts';
import { isQuantity, isReference, wordsBefore } from '../text-around.ts';

/** Digits in groups with at most two separators between them; one run is looked at as a whole. */
const glued = afterLabelOrNothing(
  'cc|cards?|credit|debit|visa|master|amex|discover|maestro|mc|pan|karten?|kredit|carte|tarjeta|carta',
);
const digitRun = new RegExp(String.raw`(?=\d)${glued}\d(?:[\s.-]{0,2}\d){11,63}(?!\d)`, 'giu');
const digitGroup = /\d+/g;
const label =
  /\b(?:cards?|card\w{0,3}|credit|debit|visa|master\s?card|amex|american express|discover|maestro|cc|pan|karte|kreditkarte|kartennummer|carte|tarjeta|carta|cartão)\b/i;
const lastDigits =
  /(?<![\p{L}\d.])(?:card|visa|mastercard|amex|credit|debit)(?:\s?(?:card|number|num|no|nr|last|four|4|digits?|ending|ends|in|with|is|was|of|are|#)){0,6}[\s:#.]{1,3}(?<digits>\d{4,11}|\d{4}[ -]\d{4})(?![\d\p{L}]|[ .,-]\d)/giu;

/** Issuer ranges with the lengths they use (ISO/IEC 7812; ranges as the networks publish them). */
const issuers: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|220[0-4])/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^3(?:0[0-5]|[689])/, lengths: [14, 16, 19] },
  { prefix: /^(?:6011|64[4-9]|65|62|81|82|508)/, lengths: [16, 17, 18, 19] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:2131|1800)/, lengths: [15] },
];
const maestro = /^(?:50|5[6-9]|6)/;
const maestroLengths = [12, 13, 14, 15, 16, 17, 18, 19];
const SHORTEST = 12;
const LONGEST = 19;

/** Payment card numbers: any grouping, proved by Luhn and issuer range; mistyped or partial ones by the words before. */
export const paymentCard: Detector = {
  id: 'payment-card',
  find: function findPaymentCards(text) {
    const candidates: Candidate[] = [];
    for (const run of text.matchAll(digitRun)) {
      const proved = findProvedNumbers(run[0], run.index, text);
      candidates.push(...(proved.length > 0 ? proved : findClaimedNumber(run[0], run.index, text)));
    }
    for (const match of text.matchAll(lastDigits)) {
      const end = match.index + match[0].length;
      const start = end - (match.groups?.digits ?? '').length;
      if (isQuantity(text, start, end) || isYear(match[0])) continue;
      candidates.push({ type: 'CARD', start, end, score: 0.8, source: 'context:card-digits' });
    }
    return candidates;
  },
};

/** `card 2015` is a card of 2015, unless it is called a number. */
function isYear(match: string): boolean {
  return /(?:19|20)\d\d$/.test(match) && !/num|no\b|last|ending|digit|#/i.test(match);
}

/** A card may share its run with an expiry date or a code, so every row of whole groups is tried, leftmost first. */
function findProvedNumbers(run: string, offset: number, text: string): Candidate[] {
  const groups = [...run.matchAll(digitGroup)].map((match) => ({ digits: match[0], start: match.index }));
  const candidates: Candidate[] = [];
  const before = wordsBefore(text, offset);
  let first = 0;
  while (first < groups.length) {
    const last = findLastGroup(groups, first, before);
    const from = groups[first];
    const to = last === undefined ? undefined : groups[last];
    if (last === undefined || from === undefined || to === undefined) {
      first += 1;
      continue;
    }
    const end = offset + to.start + to.digits.length;
    candidates.push({ type: 'CARD', start: offset + from.start, end, score: 0.98, source: 'checksum:luhn' });
    first = last + 1;
  }
  return candidates;
}

function findLastGroup(groups: readonly { digits: string }[], first: number, before: string): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < groups.length && digits.length < LONGEST; last += 1) {
    digits += groups[last]?.digits ?? '';
    if (/^(?:[079]|1[^8])/.test(digits)) return undefined; // No issuer begins like this.
    if (lengthsFor(digits, before).includes(digits.length) && passesLuhn(digits)) found = last;
  }
  return found;
}

function lengthsFor(digits: string, before: string): readonly number[] {
  if (digits.length < SHORTEST || digits.length > LONGEST) return [];
  const issuer = issuers.find(({ prefix }) => prefix.test(digits));
  if (issuer !== undefined) return issuer.lengths;
  return maestro.test(digits) && label.test(before) ? maestroLengths : [];
}

function findClaimedNumber(run: string, start: number, text: string): Candidate[] {
  const digits = run.replace(/\D/g, '').length;
  if (digits > 19 || isReference(text, start) || !label.test(wordsBefore(text, start))) return [];
  const end = start + run.length;
  return isQuantity(text, start, end) ? [] : [{ type: 'CARD', start, end, score: 0.8, source: 'context:card-number' }];
}
