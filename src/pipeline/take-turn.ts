import type { Conversation } from '../conversation/conversation.ts';
import type { SpanAttributes } from '../telemetry/tracer.ts';
import { ApplianceError } from './appliance-error.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import { type Burst, listenersOf } from './gather-burst.ts';
import { getVisibleConversation } from './get-conversation.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import { createStageClock, createTurnNotes } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';
import type { TurnView } from './views.ts';

/** What a turn does once it is its conversation's turn. */
type TurnBody = (stored: StoredConversation, work: TurnWork) => Promise<TurnView>;

export type TakeTurn = (id: string, burst: Burst, body: TurnBody) => Promise<TurnView>;

/** Runs turns of one conversation in the order they came, each on the conversation as the one before left it. */
export function createTakeTurn(stages: Stages, locks: ConversationLocks): TakeTurn {
  return async function takeTurn(id, burst, body) {
    const [{ call }] = burst.posted;
    refuseClosed((await getVisibleConversation(stages, id, call.caller)).conversation);
    return locks.inOrder(id, async () => {
      await burst.settle();
      // Read again inside the lock: the turn before may have handed the conversation over.
      const present = await getVisibleConversation(stages, id, call.caller);
      refuseClosed(present.conversation);
      return stages.span('turn', () => body(present, toWork(stages, burst, present)), toAttributes);
    });
  };
}

/** Words of closed lists alone. */
function toAttributes({ outcome, reply, handover }: TurnView): SpanAttributes {
  return { outcome, mode: reply?.mode ?? 'none', reason: handover?.reason ?? 'none' };
}

function refuseClosed(conversation: Conversation): void {
  if (conversation.state !== 'closed') return;
  throw new ApplianceError('conversation-closed', 'This conversation is closed; start another one');
}

function toWork(stages: Stages, burst: Burst, stored: StoredConversation): TurnWork {
  const [{ call }, ...joined] = burst.posted;
  const listen = listenersOf(burst);
  const notes = createTurnNotes(stages.policy(stored.conversation));
  const clock = createStageClock(notes, {
    nowMs: stages.nowMs,
    listen,
    observe: stages.observeStage,
    span: stages.span,
  });
  return { call, joined: joined.map((one) => one.call), progress: stored.progress, notes, clock, listen };
}
