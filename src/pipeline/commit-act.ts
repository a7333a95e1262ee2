import type { LogEntry } from '../audit/entry-format.ts';
import type { ConversationEvent } from '../conversation/conversation-event.ts';
import { nextState } from '../conversation/next-state.ts';
import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { SealContext, Write } from './ledger.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

/** Something a caller does with a conversation other than writing a message. */
export interface Act<T> {
  readonly entry: LogEntry;
  /** Null where the act does not move the conversation. */
  readonly event: ConversationEvent | null;
  readonly at: Date;
  build(context: SealContext): { readonly writes: readonly Write[]; readonly answer: T };
}

/**
 * Moves the conversation and records the act in one commit.
 *
 * @throws {ApplianceError} `not-allowed-now`, `conversation-closed`, and the codes of the ledger
 */
export async function commitAct<T>(
  stages: Pick<Stages, 'ledger'>,
  { conversation, progress }: StoredConversation,
  call: Call,
  act: Act<T>,
): Promise<T> {
  const { event } = act;
  const transition = event && nextState(progress, event);
  if (transition && !transition.ok)
    throw new ApplianceError(transition.code, 'The conversation does not allow this now');
  const moves: Write[] = transition
    ? [
        {
          kind: 'events',
          conversation: conversation.id,
          events: event ? [event] : [],
          progress: transition.progress,
          at: act.at,
        },
      ]
    : [];
  return stages.ledger.commit({
    entry: act.entry,
    expects: transition ? { conversation: conversation.id, version: progress.version } : null,
    idempotency: call.idempotency && { keyId: call.caller.keyId, ...call.idempotency },
    build: (context) => {
      const { writes, answer } = act.build(context);
      return { writes: [...moves, ...writes], answer };
    },
  });
}

/** What every entry about a conversation begins with. */
export function entryHead(call: Call, conversation: string, at: Date) {
  return {
    v: 1 as const,
    at: at.toISOString(),
    actor: { role: call.caller.role, key: call.caller.keyId },
    conversation,
  };
}
