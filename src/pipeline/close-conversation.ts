import type { Call } from './appliance.ts';
import { commitAct } from './commit-act.ts';
import { moveHandover } from './move-handover.ts';
import { entryHead } from './recorded-call.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

interface ClosedView {
  readonly id: string;
  readonly state: 'closed';
}

/** Ends a conversation; a handover that still waits is done with it. */
export async function closeConversation(stages: Stages, stored: StoredConversation, call: Call): Promise<ClosedView> {
  const at = stages.now();
  const { id } = stored.conversation;
  const open = await stages.records.openHandover(id);
  const closed = await commitAct<ClosedView>(stages, stored, call, {
    entry: { ...entryHead(call, id, at), kind: 'conversation-closed' },
    event: { kind: 'closed' },
    at,
    build: () => ({
      writes: open ? [moveHandover(open, { state: 'done', claimedBy: open.claimedBy }).write] : [],
      answer: { id, state: 'closed' },
    }),
  });
  stages.forgetTail(id);
  return closed;
}
