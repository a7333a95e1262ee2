import type { Conversation } from '../conversation/conversation.ts';
import type { Caller } from '../identity/roles.ts';
import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import { createStageClock, createTurnNotes } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';
import type { TurnEvent, TurnView } from './views.ts';

export type Listen = (event: TurnEvent) => Promise<void>;

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
    refuseClosed((await visibleConversation(stages, id, call.caller)).conversation);
    return locks.inOrder(id, async () => {
      // Read again inside the lock: the turn before may have handed the conversation over.
      const present = await visibleConversation(stages, id, call.caller);
      refuseClosed(present.conversation);
      return body(present, toWork(stages, call, present, listen));
    });
  };
}

/** A kiosk sees the conversations its own key started; to it, others do not exist. */
export async function visibleConversation(
  stages: Pick<Stages, 'records'>,
  id: string,
  caller: Caller,
): Promise<StoredConversation> {
  const stored = await stages.records.findConversation(id);
  if (stored === undefined || (caller.role === 'kiosk' && stored.keyId !== caller.keyId)) {
    throw new ApplianceError('conversation-not-found', 'There is no such conversation');
  }
  return stored;
}

function refuseClosed(conversation: Conversation): void {
  if (conversation.state !== 'closed') return;
  throw new ApplianceError('conversation-closed', 'This conversation is closed; start another one');
}

function toWork(stages: Stages, call: Call, stored: StoredConversation, listen: Listen | null): TurnWork {
  const notes = createTurnNotes(stages.policy());
  const clock = createStageClock(notes, { nowMs: stages.nowMs, listen, observe: stages.observeStage });
  return { call, keyId: call.caller.keyId, progress: stored.progress, notes, clock, listen };
}
