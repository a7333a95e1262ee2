import type { LogEntry } from '../audit/entry-format.ts';
import type { ConversationEvent } from '../conversation/conversation-event.ts';
import type { Call } from './appliance.ts';
import type { SealContext, Write } from './ledger.ts';
import { progressAfter } from './progress-after.ts';
import { idempotencyOf } from './recorded-call.ts';
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
  { conversation: { id }, progress }: StoredConversation,
  call: Call,
  { entry, event, at, build }: Act<T>,
): Promise<T> {
  const moves: readonly Write[] = event
    ? [{ kind: 'events', conversation: id, events: [event], progress: progressAfter(progress, [event]), at }]
    : [];
  return stages.ledger.commit({
    entry,
    expects: event ? { conversation: id, version: progress.version } : null,
    idempotency: idempotencyOf(call),
    build: (context) => {
      const { writes, answer } = build(context);
      return { writes: [...moves, ...writes], answer };
    },
  });
}
