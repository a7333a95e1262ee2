import { isHeldByPerson } from '../../conversation/conversation.ts';
import { handedOver } from '../endings.ts';
import { createRecoveryWork } from '../recovery-work.ts';
import { sealTurn } from '../seal-turn.ts';
import type { Stages } from '../stages.ts';
import type { ActionRun } from './action-records.ts';

/**
 * Actions that were begun when the process stopped. Nobody knows whether they had their effect, so nobody sends them
 * again: a person looks, and the conversation waits for that person.
 */
export async function recoverActions(stages: Stages): Promise<number> {
  const cut = await stages.records.actions.unfinishedRuns();
  for (const run of cut) await handOverRun(stages, run);
  return cut.length;
}

async function handOverRun(stages: Stages, run: ActionRun): Promise<void> {
  const stored = await stages.records.findConversation(run.conversation);
  if (stored === undefined || stored.conversation.state === 'closed') return;
  const work = createRecoveryWork(stages, stored, []);
  const { notes } = work;
  const title = notes.policy.actions.operations.find((one) => one.id === run.operation)?.spec.title ?? run.operation;
  const result = 'result unknown (interrupted): check before you repeat it';
  notes.action.runs.push({ ...run, state: 'unknown' });
  notes.action.attempted.push({ action: title, result });
  Object.assign(notes.action.record, { action: run.id, operation: run.operation, verdict: 'interrupted' });
  notes.action.answered = { step: run.id, accepted: true };
  const message = { conversation: stored.conversation, text: '', receivedAt: stages.now() };
  const context = { stages, redacted: await stages.redactMessage(message), work };
  const held = isHeldByPerson(stored.conversation);
  // Where no step waited the message itself was cut off: its turn is counted as one.
  if (!held && stored.conversation.state !== 'awaiting-confirmation') notes.action.answered = null;
  await sealTurn(context, held ? { kind: 'with-person' } : handedOver(context, 'action-failed'));
}
