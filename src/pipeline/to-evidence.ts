import type { Evidence } from '../validation/evidence.ts';
import type { TurnContext } from './turn-work.ts';

/** Everything a draft of this turn is held against. */
export function toEvidence({ stages, redacted, work }: TurnContext): Evidence {
  const { triage, policy, passages } = work.notes;
  return {
    passages,
    own: redacted.known,
    findPersonalData: stages.findPersonalData,
    question: redacted.turn.question,
    audience: 'public',
    language: triage?.language ?? policy.files.scope.defaultLanguage,
  };
}
