import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';
import { supportOfPassage } from '../passage-support.ts';
import { withoutSentenceEnds } from '../reply-text.ts';
import { extractSpecifics } from '../specifics/extract-specifics.ts';
import type { Specific } from '../specifics/specific.ts';
import { isSupported } from '../specifics/specific-support.ts';

/** Every figure, date, address and name in the reply stands in a cited passage, in whatever form. */
export function checkSpecifics(subject: DraftSubject): Finding[] {
  const supports = subject.cited.map((passage) => supportOfPassage(passage).specifics);
  return claimedBy(subject)
    .filter((specific) => !supports.some((support) => isSupported(specific, support)))
    .map((specific) => findingAt(subject, specific, { check: 'ungrounded-specifics', detail: specific.kind }));
}

/** What the reply claims outside the acknowledgement; "100." and "dollars" in two sentences are one amount. */
function claimedBy({ reply }: DraftSubject): Specific[] {
  const drafted = reply.sentences.filter((sentence) => !sentence.acknowledgement);
  const found = extractSpecifics(reply.text).filter(({ start, end }) =>
    drafted.some((sentence) => start < sentence.end && sentence.start < end),
  );
  if (drafted.length < 2) return found;
  const crossing = extractSpecifics(withoutSentenceEnds(reply)).filter(
    ({ kind, start, end }) => kind !== 'name' && drafted.some((sentence) => start < sentence.end && sentence.end < end),
  );
  return [...found, ...crossing];
}
