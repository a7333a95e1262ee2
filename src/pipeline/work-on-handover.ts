import type { Call, ResolveInput } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { commitAct } from './commit-act.ts';
import { moveHandover } from './move-handover.ts';
import { entryHead } from './recorded-call.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import type { HandoverView } from './views.ts';

/** A handover and its conversation, both read inside the conversation's order. */
export interface HeldHandover {
  readonly handover: HandoverView;
  readonly stored: StoredConversation;
}

/** Takes a handover that waits; the caller is who answers from now on. */
export async function claimHandover(
  stages: Stages,
  { handover, stored }: HeldHandover,
  call: Call,
): Promise<HandoverView> {
  const at = stages.now();
  if (handover.state !== 'waiting') throw new ApplianceError('not-allowed-now', 'This handover does not wait any more');
  const { write, moved } = moveHandover(handover, { state: 'claimed', claimedBy: call.caller.keyId });
  return commitAct(stages, stored, call, {
    entry: { ...entryHead(call, handover.conversation, at), kind: 'handover-claimed', handover: handover.reference },
    // A colleague's first word may have taken the conversation already; the handover is claimed all the same.
    event: stored.progress.state === 'waiting-for-person' ? { kind: 'claimed', reference: handover.reference } : null,
    at,
    build: () => ({ writes: [write], answer: moved }),
  });
}

/** Gives the conversation back to the assistant, with a note of what was done. */
export async function returnHandover(
  stages: Stages,
  { handover, stored }: HeldHandover,
  note: string,
  call: Call,
): Promise<HandoverView> {
  const at = stages.now();
  refuseDone(handover);
  const redacted = await stages.redactNote(stored.conversation, note);
  const { write, moved } = moveHandover(handover, { state: 'done', claimedBy: call.caller.keyId });
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, handover.conversation, at),
      kind: 'handover-returned',
      handover: handover.reference,
      note: redacted.text,
    },
    event: { kind: 'returned', reference: handover.reference },
    at,
    build: () => ({ writes: [write, ...redacted.writes], answer: moved }),
  });
}

/** Ends a handover with what solved it, and what the assistant should have said. */
export async function resolveHandover(
  stages: Stages,
  { handover, stored }: HeldHandover,
  input: ResolveInput,
  call: Call,
): Promise<HandoverView> {
  const at = stages.now();
  refuseDone(handover);
  const resolution = await stages.redactNote(stored.conversation, input.resolution);
  const corrected =
    input.correctedReply === null
      ? null
      : await stages.redactNote(stored.conversation, input.correctedReply, resolution);
  const kept = { ...input, resolution: resolution.text, correctedReply: corrected?.text ?? null, at: at.toISOString() };
  const { write, moved } = moveHandover(handover, { state: 'done', claimedBy: call.caller.keyId, resolution: kept });
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, handover.conversation, at),
      kind: 'handover-resolved',
      handover: handover.reference,
      resolution: resolution.text,
      ...(input.assistantWasRight === null ? {} : { assistantWasRight: input.assistantWasRight }),
      ...(corrected === null ? {} : { correctedReply: corrected.text }),
    },
    event: { kind: 'resolved', reference: handover.reference },
    at,
    build: () => ({ writes: [write, ...resolution.writes, ...(corrected?.writes ?? [])], answer: moved }),
  });
}

function refuseDone(handover: HandoverView): void {
  if (handover.state === 'done') throw new ApplianceError('not-allowed-now', 'This handover is done');
}
