import { isHeldByPerson } from '../conversation/conversation.ts';
import { handedOver } from './endings.ts';
import { createRecoveryWork } from './recovery-work.ts';
import { sealTurn } from './seal-turn.ts';
import type { Stages } from './stages.ts';

/** Turns that were being streamed when the process stopped are sealed with what was said, and handed over. */
export async function recoverTurns(stages: Stages): Promise<number> {
  const open = await stages.records.openTurns();
  for (const cut of open) {
    const stored = await stages.records.findConversation(cut.conversation);
    if (stored === undefined || stored.conversation.state === 'closed') continue;
    const work = createRecoveryWork(stages, stored, cut.answers);
    work.notes.fault = 'interrupted';
    work.notes.said.push(...cut.sentences);
    const message = { conversation: stored.conversation, text: cut.question, receivedAt: new Date(cut.at) };
    const context = { stages, redacted: await stages.redactMessage(message), work };
    const held = isHeldByPerson(stored.conversation);
    await sealTurn(context, held ? { kind: 'with-person' } : handedOver(context, 'interrupted'));
  }
  return open.length;
}
