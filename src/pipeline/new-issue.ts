import type { Recollection } from '../memory/recollection.ts';
import type { Triage } from '../triage/triage.ts';

/** Confidence at which another intent counts as another matter. */
const SURE = 0.55;

/**
 * True when the customer has moved on to another matter, which starts the count of turns again: the last answer was
 * given, nothing is leaned on or repeated, and nobody is cross.
 */
export function isNewIssue(triage: Triage, recollection: Recollection): boolean {
  const before = recollection.turns.at(-1);
  if (before === undefined) return true;
  const content = triage.sentiment.label === 'neutral' || triage.sentiment.label === 'positive';
  return (
    before.outcome === 'answered' &&
    before.intent !== triage.intent.id &&
    triage.intent.confidence >= SURE &&
    recollection.resolvedQuestion === null &&
    !triage.repeatedQuestion &&
    content
  );
}
