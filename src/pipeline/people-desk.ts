import type { AnswerOnce } from './answer-once.ts';
import type { Call, PeopleDesk } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { commitAct } from './commit-act.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import { getConversation } from './get-conversation.ts';
import { holdByPerson } from './hold-by-person.ts';
import { entryHead } from './recorded-call.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import { viewConversation } from './view-conversation.ts';
import type { HandoverView } from './views.ts';
import { claimHandover, type HeldHandover, redactNoteOf, resolveHandover, returnHandover } from './work-on-handover.ts';

export interface PeopleDeskPorts {
  readonly stages: Stages;
  readonly answerOnce: AnswerOnce;
  readonly locks: ConversationLocks;
}

/** What is remembered of an act whose answer is the conversation as it stands. */
interface Done {
  readonly id: string;
}

/** What people do with conversations that were handed over to them. */
export function createPeopleDesk({ stages, answerOnce, locks }: PeopleDeskPorts): PeopleDesk {
  /** Runs an act on a handover inside its conversation's order, with both read there. */
  const onHandover = (
    reference: string,
    call: Call,
    act: (held: HeldHandover) => Promise<HandoverView>,
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
    return viewConversation(stages, await getConversation(stages, id), call.caller);
  };
  return {
    list: (filter) => stages.records.listHandovers(filter),
    read: async (reference) => ({
      ...(await getHandover(stages, reference)),
      chain: await stages.records.handoverChain(reference),
    }),
    claim: (reference, call, note) =>
      onHandover(reference, call, (held) => claimHandover(stages, held, note ?? null, call)),
    giveBack: (reference, note, call) =>
      onHandover(reference, call, (held) => returnHandover(stages, held, note, call)),
    resolve: (reference, input, call) =>
      onHandover(reference, call, (held) => resolveHandover(stages, held, input, call)),
    reply: (id, text, call) => onConversation(id, call, (stored) => reply(stages, stored, text, call)),
    takeOver: (id, call, note) => onConversation(id, call, (stored) => takeOver(stages, stored, note ?? null, call)),
  };
}

async function getHandover(stages: Stages, reference: string): Promise<HandoverView> {
  const handover = await stages.records.findHandover(reference);
  if (handover === undefined) throw new ApplianceError('handover-not-found', 'There is no such handover');
  return handover;
}

/**
 * A person answers; from the first word on the assistant is silent. The answer goes out whether or not every recogniser
 * could read it: somebody waits for it, and it is kept under the key of its customer alone. Its entry says what it is.
 */
async function reply(stages: Stages, stored: StoredConversation, text: string, call: Call): Promise<Done> {
  const at = stages.now();
  const { conversation, progress } = stored;
  const redacted = await stages.redactWords(conversation, text);
  if (!redacted.complete) stages.observeFault('redaction-uncertain');
  const held = await holdByPerson(stages, stored, call, at);
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, conversation.id, at),
      kind: 'person-replied',
      text: redacted.text,
      ...(redacted.complete ? {} : { redactionComplete: false }),
      ...held.opened,
    },
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
        ...held.writes,
      ],
      answer: { id: conversation.id },
    }),
  });
}

async function takeOver(stages: Stages, stored: StoredConversation, note: string | null, call: Call): Promise<Done> {
  const at = stages.now();
  const { conversation } = stored;
  const noted = await redactNoteOf(stages, conversation, note);
  const held = await holdByPerson(stages, stored, call, at);
  return commitAct(stages, stored, call, {
    entry: { ...entryHead(call, conversation.id, at), kind: 'takeover', ...held.opened, ...noted.entry },
    event: { kind: 'taken-over' },
    at,
    build: () => ({ writes: [...noted.writes, ...held.writes], answer: { id: conversation.id } }),
  });
}
