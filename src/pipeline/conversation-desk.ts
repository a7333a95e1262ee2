import type { Conversation } from '../conversation/conversation.ts';
import { splitSentences } from '../conversation/split-sentences.ts';
import type { Caller } from '../identity/roles.ts';
import { restorePlaceholders } from '../redaction/restore.ts';
import type { AnswerOnce } from './answer-once.ts';
import type { Call, ConversationDesk } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { closeConversation } from './close-conversation.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import { giveFeedback } from './give-feedback.ts';
import type { HandleMessage } from './handle-message.ts';
import type { StoredConversation } from './records.ts';
import { requestPerson } from './request-person.ts';
import type { Stages } from './stages.ts';
import { startConversation } from './start-conversation.ts';
import { createStageClock, createTurnNotes } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';
import type { TurnEvent, TurnView } from './views.ts';

export interface DeskPorts {
  readonly stages: Stages;
  readonly handleMessage: HandleMessage;
  readonly answerOnce: AnswerOnce;
  readonly locks: ConversationLocks;
  /** Pseudonym of a customer reference, and the key their values are kept under, made before the first use. */
  prepareSubject(reference: string): string;
  readonly limits: { readonly messageCharacters: number; readonly turnsAtOnce: number };
  observe(turn: { outcome: string; mode: string | null; reason: string | null; ms: number }): void;
}

type Listen = (event: TurnEvent) => Promise<void>;

/** What customers and their kiosks can do. */
export function createConversationDesk(ports: DeskPorts): ConversationDesk {
  const { stages, answerOnce, locks } = ports;
  const doorkeeper = createDoorkeeper(ports.limits.turnsAtOnce);

  const takeTurn = async (id: string, call: Call, listen: Listen | null, kind: TurnKind): Promise<TurnView> => {
    const stored = await visible(stages, id, call.caller);
    refuseClosed(stored.conversation);
    return locks.inOrder(id, async () => {
      // Read again inside the lock: the turn before may have handed the conversation over.
      const present = await visible(stages, id, call.caller);
      refuseClosed(present.conversation);
      return kind(present, toWork(stages, call, present, listen));
    });
  };

  return {
    start: (input, call) => answerOnce(call, () => startConversation(ports, input, call)),
    post: async function postMessage(id, text, call, listen = undefined) {
      const told = { sentences: 0 };
      const count: Listen = async (event) => {
        if (event.kind === 'sentence') told.sentences += 1;
        await listen?.(event);
      };
      const clean = acceptText(text, ports.limits.messageCharacters);
      const begun = stages.nowMs();
      const view = await answerOnce(call, () =>
        doorkeeper(() =>
          takeTurn(id, call, listen ? count : null, async ({ conversation }, work) => {
            const message = { conversation, text: clean, receivedAt: stages.now() };
            return ports.handleMessage(message, work);
          }),
        ),
      );
      const { outcome, reply, handover } = view;
      ports.observe({
        outcome,
        mode: reply?.mode ?? null,
        reason: handover?.reason ?? null,
        ms: stages.nowMs() - begun,
      });
      const restored = await restore(stages, view);
      for (const sentence of splitSentences(restored.reply?.text ?? '').slice(told.sentences)) {
        await listen?.({ kind: 'sentence', text: sentence.text });
      }
      return restored;
    },
    askForPerson: (id, note, call) =>
      answerOnce(call, () =>
        takeTurn(id, call, null, ({ conversation }, work) => requestPerson(stages, { conversation, note }, work)),
      ),
    giveFeedback: (id, input, call) =>
      answerOnce(call, async () =>
        locks.inOrder(id, async () => giveFeedback(stages, await visible(stages, id, call.caller), input, call)),
      ),
    close: (id, call) =>
      answerOnce(call, () =>
        locks.inOrder(id, async () => closeConversation(stages, await visible(stages, id, call.caller), call)),
      ),
    read: async function readConversation(id, caller) {
      const { conversation } = await visible(stages, id, caller);
      const { state, version, channel, language } = conversation;
      return { id, state, version, channel, language, transcript: await stages.records.transcript(id) };
    },
  };
}

type TurnKind = (stored: StoredConversation, work: TurnWork) => Promise<TurnView>;

/** A kiosk sees the conversations its own key started; to it, others do not exist. */
async function visible(stages: Stages, id: string, caller: Caller): Promise<StoredConversation> {
  const stored = await stages.records.findConversation(id);
  if (stored === undefined || (caller.role === 'kiosk' && stored.keyId !== caller.keyId)) {
    throw new ApplianceError('conversation-not-found', 'There is no such conversation');
  }
  return stored;
}

function refuseClosed(conversation: Conversation): void {
  if (conversation.state === 'closed')
    throw new ApplianceError('conversation-closed', 'This conversation is closed; start another one');
}

function toWork(stages: Stages, call: Call, stored: StoredConversation, listen: Listen | null): TurnWork {
  const notes = createTurnNotes(stages.policy());
  const clock = createStageClock(notes, { nowMs: stages.nowMs, listen, observe: stages.observeStage });
  return { call, keyId: call.caller.keyId, progress: stored.progress, notes, clock, listen };
}

function acceptText(text: string, longest: number): string {
  const clean = text.trim();
  if (clean === '') throw new ApplianceError('text-empty', 'The message is empty');
  if (clean.length > longest)
    throw new ApplianceError('text-too-long', `The message has ${clean.length} characters; ${longest} are taken`);
  return clean;
}

/** Lets a bounded number of turns in at once: beyond it, waiting would only make everybody late. */
function createDoorkeeper(turnsAtOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0;
  return async function letIn(work) {
    if (inside >= turnsAtOnce)
      throw new ApplianceError('overloaded', 'Too many messages at once; try again in a moment');
    inside += 1;
    try {
      return await work();
    } finally {
      inside -= 1;
    }
  };
}

/** Gives customers their own words back; nobody else's are known to the conversation. */
async function restore(stages: Stages, view: TurnView): Promise<TurnView> {
  if (view.reply === null || !view.reply.text.includes('[')) return view;
  const known = await stages.records.knownValues(view.conversation);
  return { ...view, reply: { ...view.reply, text: restorePlaceholders(view.reply.text, known) } };
}
