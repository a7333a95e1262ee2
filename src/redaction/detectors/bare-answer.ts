import type { Candidate, Detector } from '../detector.ts';
import type { EntityType } from '../entity-type.ts';
import { isQuantity, namesThing } from '../text-around.ts';

/** Longest message that counts as an answer to "and your number?". */
const LONGEST = 160;
const MOST_NAME_WORDS = 4;
const MOST_CODE_WORDS = 10;
const longNumber = /(?<![\p{L}\d]|[-.,/:+]|\d )\d(?:[ -]?\d){8,18}(?![\p{L}\d]|[-.,/: ]\d)/gu;
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'.-]*/gu;

/** Words around an answer that are no part of it. */
const fillers = new Set(
  (
    "yes yeah sure ok okay oh sorry oops thanks thank you please hi hello its it's it is here that this that's my am " +
    "i'm the name no number so well as wait these ma'am sir correct one right now and an her his"
  ).split(' '),
);
/** Words that, beside those of `namesThing`, make a number one of a thing. */
const things =
  /\b(?:codes?|room|gate|terminal|seat|row|page|step|line|level|windows|office|iphone|galaxy|pixel|plan|price|cost|total|amount|route|bus|train|boeing|airbus|music|model|class|channel|season|top|type|core|ps|nokia|bmw|audi|ford|honda|toyota|mazda|kia|tesla|volvo|seat|pack|feet|screen)\b/i;
const counts =
  /\b(?:about|around|only|under|over|since|until|in|on|at|for|from|by|year|jan|feb|mar|march|apr|april|may|june?|july?|aug|sept?|oct|nov|dec|january|february|august|september|october|november|december|pay|paid|charged?|fee|limit|balance|transfer|send|got|have|need|want|spent|saved|was|are|me|he|she|they|we|to|of|with|not|can|dollars?|rupees|rs|usd|inr|gb|mb|mbps|am|pm|hrs?|mins?|days?|new|old)\b/i;
/** Years, round sums, and dates without their signs: `15092018`, `92018`, `180618`. */
const unlikely =
  /^(?:(?:19|20)\d\d|\d\d0|\d{1,3}00|\d{1,4}000|[0-3]?\d[01]?\d20[0-4]\d|[01]?\d[0-3]?\d20[0-4]\d|(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:1[5-9]|2\d)|(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:1[5-9]|2\d))$/;

/** `1856 and the account is …`: four digits before the next thing that was asked for. */
const beforeNext =
  /^(?:[\p{L}' ]{0,40}\s)?(?<digits>\d{4})\s?(?:and|,)\s(?:(?:the|my)\s)?(?:credit|debit|card|account|savings|ac|acc|ssn)\b/diu;

/** Numbers and codes sent as the whole answer: a customer was asked who they are, and the message holds little else. */
export const bareAnswer: Detector = {
  id: 'bare-answer',
  find: function findBareAnswers(text) {
    if (text.length > LONGEST || !/\d/.test(text) || namesThing(text) || things.test(text)) return [];
    return [...findAnswers(text), ...findBeforeNext(text), ...findLongNumbers(text)];
  },
};

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `5832`, `john smith and 5832`, `chennai 614874`, `oiu 875039784 and jhy 020`, `k 87 g 54`. */
function findAnswers(text: string): Candidate[] {
  if (counts.test(text)) return [];
  const words = Array.from(text.matchAll(word), toWord);
  const told = words.filter((one) => !fillers.has(one.text.toLowerCase()));
  const first = told.findIndex((_, at) => isCodeStart(told, at));
  const last = told.findLastIndex((one) => /\d/.test(one.text));
  const trailing = told.length - 1 - last;
  if (first < 0 || first > MOST_NAME_WORDS || trailing > MOST_NAME_WORDS || last - first >= MOST_CODE_WORDS) return [];
  const code = told.slice(first, withTail(told, last) + 1);
  if (code.some((one) => !isCodeWord(one.text))) return [];
  const isAlone = code.length === words.length;
  return toAnswers(text, words, code).flatMap((answer): Candidate[] => {
    const type = kindOf(text.slice(answer.start, answer.end), isAlone);
    return type === undefined ? [] : [{ ...answer, type, score: 0.4, source: 'pattern:bare-answer' }];
  });
}

function toWord(match: RegExpExecArray): Word {
  const text = match[0].replace(/[.'-]+$/, '');
  return { text, start: match.index, end: match.index + text.length };
}

/** A code begins with a digit, or with up to three letters before one. */
function isCodeStart(told: readonly Word[], at: number): boolean {
  const [here = '', next = ''] = [told[at]?.text, told[at + 1]?.text];
  return /^\d/.test(here) || (/^\p{L}{1,3}$/u.test(here) && /^\d/.test(next));
}

/** `ba 58 k`, `cf 16 mm`: up to two letters after the last digits belong to the code, when nothing follows them. */
function withTail(told: readonly Word[], last: number): number {
  const isTail = last === told.length - 2 && last > 0 && /^\p{L}{1,2}$/u.test(told[last + 1]?.text ?? '');
  return isTail ? last + 1 : last;
}

function isCodeWord(text: string): boolean {
  return /^(?:\d[\d-]*|\p{L}{1,3})$/u.test(text);
}

/** Code words that stand side by side are one answer; a filler between them makes two. */
function toAnswers(text: string, words: readonly Word[], code: readonly Word[]): { start: number; end: number }[] {
  const answers: { start: number; end: number }[] = [];
  let at = words.indexOf(code[0] ?? { text: '', start: 0, end: 0 });
  for (const one of code) {
    const latest = answers.at(-1);
    const isNext = words[at] === one && /^[ -]{1,3}$/.test(text.slice(latest?.end, one.start));
    if (latest !== undefined && isNext) latest.end = one.end;
    else answers.push({ start: one.start, end: one.end });
    at = words.indexOf(one) + 1;
  }
  return answers;
}

/** @returns undefined for what says too little or reads like a year or a sum */
function kindOf(value: string, isAlone: boolean): EntityType | undefined {
  const compact = value.replace(/[\s-]/g, '');
  const digits = compact.replace(/\D/g, '').length;
  const isNumber = digits === compact.length;
  const lastWord = value.split(/\s/).at(-1) ?? '';
  if (unlikely.test(compact) || /^(?:19|20)\d\d$/.test(lastWord)) return undefined;
  if (!isNumber) return digits >= 2 && compact.length >= 5 ? 'REFERENCE' : undefined;
  if (digits >= 13) return 'CARD';
  return digits >= 4 || (isAlone && digits === 3) ? 'ACCOUNT' : undefined;
}

function findBeforeNext(text: string): Candidate[] {
  const [start, end] = beforeNext.exec(text)?.indices?.groups?.digits ?? [0, 0];
  const isLikely = end > start && !unlikely.test(text.slice(start, end)) && !counts.test(text.slice(0, start));
  return isLikely ? [{ type: 'ACCOUNT', start, end, score: 0.4, source: 'pattern:bare-answer' }] : [];
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
