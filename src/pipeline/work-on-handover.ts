import type { Conversation } from '../conversation/conversation.ts';
import type { RedactedText } from '../conversation/redacted-text.ts';
import type { Call, ResolveInput } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { commitAct } from './commit-act.ts';
import type { Write } from './ledger.ts';
import { moveHandover } from './move-handover.ts';
import { entryHead } from './recorded-call.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import type { HandoverView, Resolution } from './views.ts';

/** A handover and its conversation, both read inside the conversation's order. */
export interface HeldHandover {
  readonly handover: HandoverView;
  readonly stored: StoredConversation;
}

/** A note somebody may leave with an act, as entry and vault take it. */
export async function redactNoteOf(
  stages: Pick<Stages, 'redactNote'>,
  conversation: Conversation,
  note: string | null,
): Promise<{ readonly entry: { readonly note?: RedactedText }; readonly writes: readonly Write[] }> {
  if (note === null) return { entry: {}, writes: [] };
  const { text, writes } = await stages.redactNote(conversation, note);
  return { entry: { note: text }, writes };
}

/** Takes a handover that waits; the caller is who answers from now on. */
export async function claimHandover(
  stages: Stages,
  { handover, stored }: HeldHandover,
  note: string | null,
  call: Call,
): Promise<HandoverView> {
  const at = stages.now();
  if (handover.state !== 'waiting') throw new ApplianceError('not-allowed-now', 'This handover does not wait any more');
  const noted = await redactNoteOf(stages, stored.conversation, note);
  const { write, moved } = moveHandover(handover, { state: 'claimed', claimedBy: call.caller.keyId });
  const { reference } = handover;
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, handover.conversation, at),
      kind: 'handover-claimed',
      handover: reference,
      ...noted.entry,
    },
    // A colleague's first word may have taken the conversation already; the handover is claimed all the same.
    event: stored.progress.state === 'waiting-for-person' ? { kind: 'claimed', reference } : null,
    at,
    build: () => ({ writes: [write, ...noted.writes], answer: moved }),
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
  const resolution: Resolution = {
    kind: 'returned',
    text: redacted.text,
    assistantWasRight: null,
    because: null,
    correctedReply: null,
    at: at.toISOString(),
    by: call.caller.keyId,
  };
  const { write, moved } = moveHandover(handover, { state: 'done', claimedBy: call.caller.keyId, resolution });
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
  const redact = createNoteRedaction(stages, stored.conversation);
  const resolution = await redact.text(input.resolution);
  const correctedReply = input.correctedReply === null ? null : await redact.text(input.correctedReply);
  const because = input.because === null ? null : await redact.text(input.because);
  const { assistantWasRight } = input;
  const kept: Resolution = {
    kind: 'resolved',
    text: resolution,
    assistantWasRight,
    because,
    correctedReply,
    at: at.toISOString(),
    by: call.caller.keyId,
  };
  const { write, moved } = moveHandover(handover, { state: 'done', claimedBy: call.caller.keyId, resolution: kept });
  const view = await commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, handover.conversation, at),
      kind: 'handover-resolved',
      handover: handover.reference,
      resolution,
      ...(assistantWasRight === null ? {} : { assistantWasRight }),
      ...(because === null ? {} : { because }),
      ...(correctedReply === null ? {} : { correctedReply }),
    },
    event: { kind: 'resolved', reference: handover.reference },
    at,
    build: () => ({ writes: [write, ...redact.writes], answer: moved }),
  });
  stages.observeVerdict({ reason: handover.reason, assistantWasRight });
  return view;
}

/** Several notes of one act: a value that stands in two of them gets one placeholder. */
function createNoteRedaction(stages: Pick<Stages, 'redactNote'>, conversation: Conversation) {
  const writes: Write[] = [];
  return {
    writes,
    text: async function redactNext(text: string): Promise<RedactedText> {
      const note = await stages.redactNote(conversation, text, { writes });
      writes.push(...note.writes);
      return note.text;
    },
  };
}

function refuseDone(handover: HandoverView): void {
  if (handover.state === 'done') throw new ApplianceError('not-allowed-now', 'This handover is done');
}
