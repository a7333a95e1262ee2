import type { Turn } from '../conversation/conversation.ts';
import type { Recollection } from '../memory/recollection.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { TextRedaction } from '../redaction/redact-text.ts';
import type { Triage } from '../triage/triage.ts';
import { triageTurn } from '../triage/triage-turn.ts';
import { type AskedVectors, embedQuestion, rulesAlone } from './embed-question.ts';
import type { Stages } from './stages.ts';

/** A text that belongs to no conversation, as the first turn of one. */
export function loneTurn(redaction: TextRedaction, policy: PolicySnapshot, receivedAt: Date): Turn {
  return {
    conversation: {
      id: 'none',
      state: 'with-assistant',
      version: 0,
      channel: 'api',
      language: policy.files.scope.defaultLanguage,
      collection: '',
      subject: 'none',
      tier: 'standard',
      verified: false,
      startedAt: receivedAt,
      turns: 0,
    },
    number: 1,
    question: redaction.redacted,
    entities: redaction.entities,
    receivedAt,
    redactionComplete: redaction.complete,
  };
}

/** Triage of a text by itself, by words and models as in a turn. @throws {ModelError} where the embedder is down */
export async function triageAlone(
  stages: Pick<Stages, 'embedder' | 'intentExamples'>,
  turn: Turn,
  policy: PolicySnapshot,
): Promise<Triage> {
  const asked = await embedQuestion(stages, turn, nothingRecalled, { policy });
  if (asked.fault) throw asked.fault;
  return triageWith(turn, asked, policy);
}

/** The same by the words of policy alone. */
export function triageByWords(turn: Turn, policy: PolicySnapshot): Triage {
  return triageWith(turn, rulesAlone, policy);
}

const nothingRecalled: Pick<Recollection, 'resolvedQuestion'> = { resolvedQuestion: null };

function triageWith(turn: Turn, { own, clauses, examples }: AskedVectors, policy: PolicySnapshot): Triage {
  return triageTurn({ turn, vector: own, clauses, examples, earlier: [], policy });
}
