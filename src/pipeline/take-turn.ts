import type { Conversation } from '../conversation/conversation.ts';
import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import { getVisibleConversation } from './get-conversation.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import { createStageClock, createTurnNotes } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';
import type { Listen, TurnView } from './views.ts';

/** What a turn does once it is its conversation's turn. */
type TurnBody = (stored: StoredConversation, work: TurnWork) => Promise<TurnView>;

export type TakeTurn = (
  id: string,
  from: { readonly call: Call; readonly listen: Listen | null },
  body: TurnBody,
) => Promise<TurnView>;

/** Runs turns of one conversation in the order they came, each on the conversation as the one before left it. */
export function createTakeTurn(stages: Stages, locks: ConversationLocks): TakeTurn {
  return async function takeTurn(id, { call, listen }, body) {
    refuseClosed((await getVisibleConversation(stages, id, call.caller)).conversation);
    return locks.inOrder(id, async () => {
      // Read again inside the lock: the turn before may have handed the conversation over.
      const present = await getVisibleConversation(stages, id, call.caller);
      refuseClosed(present.conversation);
      return body(present, toWork(stages, call, present, listen));
    });
  };
}

function refuseClosed(conversation: Conversation): void {
  if (conversation.state !== 'closed') return;
  throw new ApplianceError('conversation-closed', 'This conversation is closed; start another one');
}

function toWork(stages: Stages, call: Call, stored: StoredConversation, listen: Listen | null): TurnWork {
  const notes = createTurnNotes(stages.policy(stored.conversation));
  const clock = createStageClock(notes, { nowMs: stages.nowMs, listen, observe: stages.observeStage });
  return { call, progress: stored.progress, notes, clock, listen };
}
