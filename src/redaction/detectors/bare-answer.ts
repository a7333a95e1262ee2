import type { Candidate, Detector } from '../detector.ts';
import { isQuantity, namesThing } from '../text-around.ts';

/** Longest message that counts as an answer to "and your number?". */
const LONGEST = 160;
const OPENING =
  "(?:yes|yeah|sure|ok|okay|oh|sorry|oops|thanks|thank you|please|hi|hello|its|it's|it is|is|here|that is|that's|my|i am|i'm|the|name|no|number|n|and|so|well|as|wait)";
const NAME = "(?<name>\\p{L}[\\p{L}'.]{0,24}(?:\\s\\p{L}[\\p{L}'.]{0,24}){0,2})";
const CLOSING = '(?:this|that|is|the|correct|number|one|thanks|thank you|please|ok|right|now)';
const FOUR = '\\d{4}(?!\\d)';
const OTHER = '\\d(?:[ -]?\\d){3,18}(?!\\d)';
const NEXT = '\\s(?:and|,)\\s(?:(?:the|my)\\s)?(?:credit|debit|card|account|savings|ac|acc|ssn)\\b.{0,80}';
/** `5832`, `its 5832`, `john smith and 5832`, `5832 and 7741`. */
const lastDigits = new RegExp(
  `^\\s{0,3}(?:${OPENING}[\\s,.:-]{1,3}){0,5}(?:${NAME}[\\s,:-]{1,3}(?:(?:and|is|as)\\s)?)?(?<first>${FOUR})(?:\\s?(?:and|,|&|as|\\s)\\s?(?<second>${OTHER}))?(?:(?:[\\s,.]{1,3}${CLOSING}){0,5}|${NEXT})[\\s.!]{0,3}$`,
  'diu',
);
const longNumber = /(?<![\p{L}\d]|[-.,/:+]|\d )\d(?:[ -]?\d){8,18}(?![\p{L}\d]|[-.,/: ]\d)/gu;

/** Words that, beside those of `namesThing`, make a number one of a thing. */
const things =
  /\b(?:code|room|gate|terminal|seat|row|page|step|line|level|windows|office|iphone|galaxy|pixel|plan|price|cost|total|amount|route|bus|train|boeing|airbus|music|zip|city)\b/i;
const counts =
  /\b(?:about|around|only|under|over|since|until|in|on|at|for|from|by|year|jan|feb|mar|march|apr|april|may|june?|july?|aug|sept?|oct|nov|dec|january|february|august|september|october|november|december|pay|paid|charged?|fee|limit|balance|transfer|send|got|have|need|want|spent|saved|was|are|me|he|she|they|we)\b/i;
/** Years and round sums. */
const unlikely = /^(?:(?:19|20)\d\d|\d\d00)$/;

/** Numbers sent as the whole answer: a customer was asked who they are, and the message holds little else. */
export const bareAnswer: Detector = {
  id: 'bare-answer',
  find: function findBareAnswers(text) {
    if (text.length > LONGEST || namesThing(text) || things.test(text)) return [];
    return [...findLastDigits(text), ...findLongNumbers(text)];
  },
};

function findLastDigits(text: string): Candidate[] {
  const match = lastDigits.exec(text);
  if (match === null || counts.test(match.groups?.name ?? '')) return [];
  return [match.indices?.groups?.first, match.indices?.groups?.second].flatMap((range): Candidate[] => {
    const [start, end] = range ?? [0, 0];
    const isLikely = end - start === 4 && !unlikely.test(text.slice(start, end));
    return isLikely ? [{ type: 'ACCOUNT', start, end, score: 0.4, source: 'pattern:bare-answer' }] : [];
  });
}

/** A mistyped card number is still nearly all of one. */
function findLongNumbers(text: string): Candidate[] {
  return [...text.matchAll(longNumber)].flatMap((match): Candidate[] => {
    const digits = match[0].replace(/\D/g, '').length;
    const start = match.index;
    const end = start + match[0].length;
    const type = digits >= 13 ? 'CARD' : 'PHONE';
    if (digits === 12 || isQuantity(text, start, end)) return [];
    return [{ type, start, end, score: 0.4, source: 'pattern:bare-answer' }];
  });
}
