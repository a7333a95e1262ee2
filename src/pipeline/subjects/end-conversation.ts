import type { LogEntry } from '../../audit/entry-format.ts';
import type { Write } from '../ledger.ts';
import { moveHandover } from '../move-handover.ts';
import { progressAfter } from '../progress-after.ts';
import type { SubjectPorts } from './subject-ports.ts';

/** Ends a conversation whose data is about to go, and the handover that waits in it; one that has ended stays as it is. */
export async function endConversation(
  { ledger, records, forgetTail, now }: Pick<SubjectPorts, 'ledger' | 'records' | 'forgetTail' | 'now'>,
  conversation: string,
  { by, cause }: { readonly by: LogEntry['actor']; readonly cause: 'erasure' | 'retention' },
): Promise<void> {
  forgetTail(conversation);
  const stored = await records.findConversation(conversation);
  if (stored === undefined || stored.conversation.state === 'closed') return;
  const open = await records.openHandover(conversation);
  const at = now();
  const events = [{ kind: 'closed' }] as const;
  const progress = progressAfter(stored.progress, events);
  const writes: Write[] = [
    { kind: 'events', conversation, events, progress, at },
    ...(open ? [moveHandover(open, { state: 'done', claimedBy: open.claimedBy }).write] : []),
  ];
  await ledger.commit({
    entry: { v: 2, at: at.toISOString(), actor: by, conversation, kind: 'conversation-closed', cause },
    expects: { conversation, version: stored.progress.version },
    idempotency: null,
    build: () => ({ writes, answer: null }),
  });
}
