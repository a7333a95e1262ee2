import type { Call } from './appliance.ts';
import type { RememberedCall } from './ledger.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import { createStageClock, createTurnNotes } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';

/**
 * The work of a turn that a stop of the process cut off: nobody listens any more.
 *
 * @param answers calls that were being answered: a repeat of one gets what is sealed now
 */
export function createRecoveryWork(
  stages: Stages,
  { conversation, progress, keyId }: StoredConversation,
  answers: readonly RememberedCall[],
): TurnWork {
  const notes = createTurnNotes(stages.policy(conversation));
  const [call = toCall(keyId, null), ...joined] = answers.map((one) => toCall(one.keyId, one));
  const clock = createStageClock(notes, {
    nowMs: stages.nowMs,
    listen: null,
    observe: stages.observeStage,
    span: stages.span,
  });
  return { call, joined, progress, notes, clock, listen: null };
}

function toCall(keyId: string, idempotency: Call['idempotency']): Call {
  return { caller: { keyId, role: 'kiosk' }, requestId: 'recovery', idempotency };
}
