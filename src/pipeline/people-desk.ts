import type { AnswerOnce } from './answer-once.ts';
import type { Call, PeopleDesk, ResolveInput } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { commitAct, entryHead } from './commit-act.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import type { ConversationView, HandoverView } from './views.ts';

export interface PeopleDeskPorts {
  readonly stages: Stages;
  readonly answerOnce: AnswerOnce;
  readonly locks: ConversationLocks;
}

/** What is remembered of an act whose answer is the conversation as it stands. */
interface Done {
  readonly id: string;
}

interface Held {
  readonly handover: HandoverView;
  readonly stored: StoredConversation;
}

/** What people do with conversations that were handed over to them. */
export function createPeopleDesk({ stages, answerOnce, locks }: PeopleDeskPorts): PeopleDesk {
  /** Runs an act on a handover inside its conversation's order, with both read there. */
  const onHandover = (
    reference: string,
    call: Call,
    act: (held: Held) => Promise<HandoverView>,
  ): Promise<HandoverView> =>
    answerOnce(call, async () => {
      const { conversation } = await getHandover(stages, reference);
      return locks.inOrder(conversation, async () => {
        const handover = await getHandover(stages, reference);
        return act({ handover, stored: await getConversation(stages, conversation) });
      });
    });
  const onConversation = async (id: string, call: Call, act: (stored: StoredConversation) => Promise<Done>) => {
    await answerOnce(call, async () => {
      await getConversation(stages, id);
      return locks.inOrder(id, async () => act(await getConversation(stages, id)));
    });
    return toView(stages, id);
  };
  return {
    list: (filter) => stages.records.listHandovers(filter),
    read: (reference) => getHandover(stages, reference),
    claim: (reference, call) => onHandover(reference, call, (held) => claim(stages, held, call)),
    giveBack: (reference, note, call) => onHandover(reference, call, (held) => giveBack(stages, held, note, call)),
    resolve: (reference, input, call) => onHandover(reference, call, (held) => resolve(stages, held, input, call)),
    reply: (id, text, call) => onConversation(id, call, (stored) => reply(stages, stored, text, call)),
    takeOver: (id, call) => onConversation(id, call, (stored) => takeOver(stages, stored, call)),
  };
}

async function getHandover(stages: Stages, reference: string): Promise<HandoverView> {
  const handover = await stages.records.findHandover(reference);
  if (handover === undefined) throw new ApplianceError('handover-not-found', 'There is no such handover');
  return handover;
}

async function getConversation(stages: Stages, id: string): Promise<StoredConversation> {
  const stored = await stages.records.findConversation(id);
  if (stored === undefined) throw new ApplianceError('conversation-not-found', 'There is no such conversation');
  return stored;
}

async function claim(stages: Stages, { handover, stored }: Held, call: Call): Promise<HandoverView> {
  const at = stages.now();
  const claimed: HandoverView = { ...handover, state: 'claimed', claimedBy: call.caller.keyId };
  if (handover.state !== 'waiting') throw new ApplianceError('not-allowed-now', 'This handover does not wait any more');
  return commitAct(stages, stored, call, {
    entry: { ...entryHead(call, handover.conversation, at), kind: 'handover-claimed', handover: handover.reference },
    // A colleague's first word may have taken the conversation already; the handover is claimed all the same.
    event: stored.progress.state === 'waiting-for-person' ? { kind: 'claimed', reference: handover.reference } : null,
    at,
    build: () => ({
      writes: [
        {
          kind: 'handover-state',
          reference: handover.reference,
          state: 'claimed',
          claimedBy: call.caller.keyId,
          resolution: null,
        },
      ],
      answer: claimed,
    }),
  });
}

async function giveBack(stages: Stages, { handover, stored }: Held, note: string, call: Call): Promise<HandoverView> {
  const at = stages.now();
  refuseDone(handover);
  const redacted = await stages.redactNote(stored.conversation, note);
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, handover.conversation, at),
      kind: 'handover-returned',
      handover: handover.reference,
      note: redacted.text,
    },
    event: { kind: 'returned', reference: handover.reference },
    at,
    build: () => ({
      writes: [
        {
          kind: 'handover-state',
          reference: handover.reference,
          state: 'done',
          claimedBy: call.caller.keyId,
          resolution: null,
        },
        ...redacted.writes,
      ],
      answer: { ...handover, state: 'done', claimedBy: call.caller.keyId },
    }),
  });
}

async function resolve(
  stages: Stages,
  { handover, stored }: Held,
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
    build: () => ({
      writes: [
        {
          kind: 'handover-state',
          reference: handover.reference,
          state: 'done',
          claimedBy: call.caller.keyId,
          resolution: kept,
        },
        ...resolution.writes,
        ...(corrected?.writes ?? []),
      ],
      answer: { ...handover, state: 'done', claimedBy: call.caller.keyId },
    }),
  });
}

/** A person answers; from the first word on the assistant is silent. */
async function reply(stages: Stages, stored: StoredConversation, text: string, call: Call): Promise<Done> {
  const at = stages.now();
  const { conversation, progress } = stored;
  const redacted = await stages.redactNote(conversation, text);
  return commitAct(stages, stored, call, {
    entry: { ...entryHead(call, conversation.id, at), kind: 'person-replied', text: redacted.text },
    event: { kind: 'person-replied' },
    at,
    build: ({ receipt }) => ({
      writes: [
        {
          kind: 'person-reply',
          id: stages.newId('r'),
          conversation: conversation.id,
          turn: progress.turns,
          at,
          text: redacted.text,
          receipt,
        },
        ...redacted.writes,
      ],
      answer: { id: conversation.id },
    }),
  });
}

async function takeOver(stages: Stages, stored: StoredConversation, call: Call): Promise<Done> {
  const at = stages.now();
  const { conversation } = stored;
  return commitAct(stages, stored, call, {
    entry: { ...entryHead(call, conversation.id, at), kind: 'takeover' },
    event: { kind: 'taken-over' },
    at,
    build: () => ({ writes: [], answer: { id: conversation.id } }),
  });
}

async function toView(stages: Stages, id: string): Promise<ConversationView> {
  const { conversation } = await getConversation(stages, id);
  const { state, version, channel, language } = conversation;
  return { id, state, version, channel, language, transcript: await stages.records.transcript(id) };
}

function refuseDone(handover: HandoverView): void {
  if (handover.state === 'done') throw new ApplianceError('not-allowed-now', 'This handover is done');
}
