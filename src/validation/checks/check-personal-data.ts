import { standsIn } from '../../conversation/stands-in.ts';
import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { withoutSentenceEnds } from '../reply-text.ts';

const placeholder = /\[[A-Z_]{1,24}_\d{1,9}\]/g;

/**
 * No personal data but this customer's own, and what a cited passage publishes (the bank's own telephone). A
 * placeholder of another conversation is a leak too: it would be put back as somebody's value.
 */
export function checkPersonalData(subject: DraftSubject): Finding[] {
  const { reply, evidence } = subject;
  const own = new Set(evidence.own.map((value) => value.placeholder));
  const findings = [...reply.text.matchAll(placeholder)]
    .filter((match) => !own.has(match[0]))
    .map((match) =>
      findingAt(
        subject,
        { start: match.index, end: match.index + match[0].length },
        { check: 'personal-data-leak', detail: 'foreign-placeholder' },
      ),
    );
  const published = toPublished(subject);
  for (const { type, start, end } of findEverywhere(subject)) {
    const value = reply.text.slice(start, end);
    if (own.has(value) || isPublished(value, published)) continue;
    findings.push(findingAt(subject, { start, end }, { check: 'personal-data-leak', detail: type }));
  }
  return findings;
}

/** Looks at the reply as it reads and with its full stops gone, so that a value cut over two sentences is found. */
function findEverywhere({ reply, evidence }: DraftSubject): ReturnType<Evidence['findPersonalData']> {
  const found = evidence.findPersonalData(reply.text);
  if (reply.sentences.length < 2) return found;
  const joined = evidence.findPersonalData(withoutSentenceEnds(reply));
  const crossing = joined.filter(({ start, end }) =>
    reply.sentences.some((sentence) => start < sentence.end && sentence.end < end),
  );
  return [...found, ...crossing];
}

function toPublished({ cited, evidence }: DraftSubject): string[] {
  const texts = [...cited.flatMap(({ title, text }) => [title, text]), evidence.question];
  return [...texts, ...evidence.own.map(({ value }) => value ?? '')];
}

/** Words stand in a text as whole words: a name is not published because a longer word holds its letters. */
function isPublished(value: string, published: readonly string[]): boolean {
  if (!/[\p{N}@]/u.test(value)) return standsIn(value, published);
  const comparable = toComparable(value);
  return published.some((text) => toComparable(text).includes(comparable));
}

/** Letters and digits only: spacing of a number does not make it another. */
function toComparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]+/gu, '');
}
