import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';
import { findPhrase } from '../match-phrase.ts';
import { isQuotedFrom } from '../passage-support.ts';
import { sentenceIndexAt } from '../reply-text.ts';

const who = String.raw`(?<!\p{L})(?:i|we|our (?:team|staff|agents?|colleagues?|specialists?|bank)|(?:a|an|my|your) (?:colleague|agent|specialist|manager|adviser)|someone|somebody|the bank)`;
const future = String.raw`(?:['’]ll|(?:['’](?:m|re)| am| are| is) going to| will| shall| promise| guarantee)(?!\p{L})`;
const done = String.raw`(?:['’]ve| have| has)(?!\p{L})`;
/** As far as the next sentence; a full stop right after the verb ("We will. Refund you.") hides nothing. */
const onwards = String.raw`[.…]?\s(?:[^.!?]{0,60}\s)?`;

/** Promises that need no word of policy to be wrong: the assistant has no hands to keep them. */
const always: readonly { readonly id: string; readonly pattern: RegExp }[] = [
  { id: 'refund', pattern: promise(future, '(?:refund|reimburs|compensat|credit)') },
  { id: 'waiver', pattern: promise(future, '(?:waive|reverse)') },
  {
    id: 'call-back',
    pattern: promise(
      future,
      '(?:(?:call|contact|phone|ring|e-?mail|text|update|notify) you|(?:get|be) (?:back|in touch))',
    ),
  },
  {
    id: 'future-work',
    pattern: promise(
      future,
      '(?:process|investigat|escalat|fix|resolv|cancel|close|unblock|unlock|block|transfer|send|open|look into|take care|check|arrange)',
    ),
  },
  {
    id: 'future-work',
    pattern: promise(
      done,
      '(?:process|escalat|cancel|clos|unblock|block|refund|credit|open|submit|issu|arrang)\\p{L}*ed',
    ),
  },
  { id: 'future-work', pattern: /(?<!\p{L})(?:i|we) (?:promise|guarantee)(?!\p{L})/giu },
];

/** No promise, unless the knowledge base makes it: then the sentence is a quote to the letter. */
export function checkCommitment(subject: DraftSubject): Finding[] {
  const listed = subject.rules.commitments.flatMap(({ id, phrases, rule }) =>
    phrases
      .flatMap((phrase) => findPhrase(phrase, subject.words))
      .map((place) => findingAt(subject, place, { check: 'commitment', detail: id, rule })),
  );
  const known = always.flatMap(({ id, pattern }) =>
    [...subject.reply.text.matchAll(pattern)].map((match) => {
      const place = { start: match.index, end: match.index + match[0].length };
      return findingAt(subject, place, { check: 'commitment', detail: id });
    }),
  );
  return [...listed, ...known].filter(({ span }) => span !== null && !isAllowed(subject, span));
}

function promise(tense: string, act: string): RegExp {
  return new RegExp(who + tense + onwards + act, 'giu');
}

/** Policy words acknowledgements itself; everything else needs a passage that says the very sentence. */
function isAllowed({ reply, cited }: DraftSubject, place: { readonly start: number; readonly end: number }): boolean {
  const touched = reply.sentences.slice(sentenceIndexAt(reply, place.start), sentenceIndexAt(reply, place.end) + 1);
  return touched.every(
    (sentence) => sentence.acknowledgement || cited.some((passage) => isQuotedFrom(sentence.text, passage)),
  );
}
