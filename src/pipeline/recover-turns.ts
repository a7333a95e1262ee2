import { isHeldByPerson } from '../conversation/conversation.ts';
import type { Call } from './appliance.ts';
import { handedOver } from './endings.ts';
import { sealTurn } from './seal-turn.ts';
import type { Stages } from './stages.ts';
import { createStageClock, createTurnNotes } from './turn-notes.ts';

/** Turns that were being streamed when the process stopped are sealed with what was said, and handed over. */
export async function recoverTurns(stages: Stages): Promise<number> {
  const open = await stages.records.openTurns();
  for (const cut of open) {
    const stored = await stages.records.findConversation(cut.conversation);
    if (stored === undefined || stored.conversation.state === 'closed') continue;
    const notes = createTurnNotes(stages.policy(stored.conversation));
    notes.fault = 'interrupted';
    notes.said.push(...cut.sentences);
    const [call = toCall(stored.keyId, null), ...joined] = cut.answers.map((one) => toCall(one.keyId, one));
    const work = {
      call,
      joined,
      progress: stored.progress,
      notes,
      clock: createStageClock(notes, { nowMs: stages.nowMs, listen: null, observe: stages.observeStage }),
      listen: null,
    };
    const message = { conversation: stored.conversation, text: cut.question, receivedAt: new Date(cut.at) };
    const context = { stages, redacted: await stages.redactMessage(message), work };
    const held = isHeldByPerson(stored.conversation);
    await sealTurn(context, held ? { kind: 'with-person' } : handedOver(context, 'interrupted'));
  }
  return open.length;
}

/** The call that was being answered when the process stopped: a repeat of it gets what is sealed now. */
function toCall(keyId: string, idempotency: Call['idempotency']): Call {
  return { caller: { keyId, role: 'kiosk' }, requestId: 'recovery', idempotency };
}
