import { isMoreUrgent } from '../conversation/outcome.ts';
import { triageTurn } from '../triage/triage-turn.ts';
import type { RaisedHandover } from './turn-notes.ts';
import type { TurnContext } from './turn-work.ts';

/**
 * Reads what a customer writes while a person holds the conversation, by the words of policy alone: nothing is answered,
 * but danger or law moves a handover that still waits up in its queue.
 */
export async function raisePriority(context: TurnContext): Promise<void> {
  const { stages, redacted, work } = context;
  const { turn } = redacted;
  const { policy } = work.notes;
  work.notes.triage = triageTurn({ turn, vector: null, clauses: [], examples: null, earlier: [], policy });
  const handler = policy.handlers.find((one) => one.id === work.notes.triage?.handler?.id);
  if (handler === undefined) return;
  const open = await stages.records.openHandover(turn.conversation.id);
  if (open?.state !== 'waiting' || !isMoreUrgent(handler.priority, open.priority)) return;
  const { reference, priority: from } = open;
  const raised: RaisedHandover = { reference, from, to: handler.priority, handler: handler.id, at: handler.at };
  work.notes.raised = raised;
}
