import { splitSentences } from '../conversation/split-sentences.ts';
import type { Caller } from '../identity/roles.ts';
import { restorePlaceholders } from '../redaction/restore.ts';
import { answerStep, findTypedCode } from './acting/answer-step.ts';
import type { ConversationDesk } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { closeConversation } from './close-conversation.ts';
import type { DeskPorts } from './desk-ports.ts';
import { burstOfOne, createGatherBurst, textOf } from './gather-burst.ts';
import { getVisibleConversation } from './get-conversation.ts';
import { giveFeedback } from './give-feedback.ts';
import { requestPerson } from './request-person.ts';
import type { Stages } from './stages.ts';
import { startConversation } from './start-conversation.ts';
import { createTakeTurn, type TakeTurn } from './take-turn.ts';
import { viewConversation } from './view-conversation.ts';
import type { ConversationView, Listen, TurnView } from './views.ts';

/** What customers and their kiosks can do. */
export function createConversationDesk(ports: DeskPorts): ConversationDesk {
  const { stages, answerOnce, locks, admission } = ports;
  const takeTurn = createTakeTurn(stages, locks);
  return {
    start: (input, call) => answerOnce(call, () => admission.admit('new', () => startConversation(ports, input, call))),
    post: createPost(ports, takeTurn),
    confirm: createConfirm(ports, takeTurn),
    askForPerson: (id, note, call) =>
      answerOnce(call, () =>
        admission.admit('person-wanted', () =>
          takeTurn(id, burstOfOne(call), ({ conversation }, work) =>
            requestPerson(stages, { conversation, note }, work),
          ),
        ),
      ),
    giveFeedback: (id, input, call) =>
      answerOnce(call, async () =>
        locks.inOrder(id, async () =>
          giveFeedback(stages, await getVisibleConversation(stages, id, call.caller), input, call),
        ),
      ),
    close: (id, call) =>
      answerOnce(call, () =>
        locks.inOrder(id, async () =>
          closeConversation(stages, await getVisibleConversation(stages, id, call.caller), call),
        ),
      ),
    read: async function readConversation(id, caller) {
      const view = await viewConversation(stages, await getVisibleConversation(stages, id, caller), caller);
      return caller.role === 'kiosk' ? inFull(stages, view) : view;
    },
    readTurn: async function readTurn(id, turn, caller) {
      await getVisibleConversation(stages, id, caller);
      const view = await stages.records.turnView(id, turn);
      if (view === undefined) throw new ApplianceError('conversation-not-found', 'There is no such turn');
      return caller.role === 'kiosk' ? restore(stages, view) : view;
    },
  };
}

function createPost(ports: DeskPorts, takeTurn: TakeTurn): ConversationDesk['post'] {
  const { stages } = ports;
  const gatherBurst = createGatherBurst(() => ({
    ...stages.policy().files.limits.burst,
    characters: ports.limits.messageCharacters,
  }));
  return async function postMessage(id, text, call, listen) {
    // A repeat, or a message that became part of another's turn, is no turn of its own.
    const told = { sentences: 0, turns: 0 };
    const count: Listen = async (event) => {
      if (event.kind === 'sentence') told.sentences += 1;
      await listen?.(event);
    };
    const clean = acceptText(text, ports.limits.messageCharacters);
    const isOwn = await isStarter(stages, id, call.caller);
    const begun = stages.nowMs();
    const view = await ports.answerOnce(call, () =>
      ports.admission.admit('running', () =>
        gatherBurst(id, { text: clean, call, listen: listen && isOwn ? count : null }, (burst) => {
          told.turns += 1;
          return takeTurn(id, burst, async (stored, work) => {
            const message = textOf(burst);
            const code = await findTypedCode(stages, stored, message);
            if (code) return answerStep(stages, stored, code, work);
            const { conversation } = stored;
            return ports.handleMessage({ conversation, text: message, receivedAt: stages.now() }, work);
          });
        }),
      ),
    );
    if (told.turns > 0) ports.observe(toObservation(view, stages.nowMs() - begun));
    const restored = isOwn ? await restore(stages, view) : view;
    // What was not told while it was written is told now: it is on the record.
    for (const sentence of splitSentences(restored.reply?.text ?? '').slice(told.sentences)) {
      await listen?.({ kind: 'sentence', text: sentence.text });
    }
    return restored;
  };
}

function createConfirm(
  { stages, answerOnce, admission, observe }: DeskPorts,
  takeTurn: TakeTurn,
): ConversationDesk['confirm'] {
  return async function confirmStep(id, answer, call) {
    const begun = stages.nowMs();
    const view = await answerOnce(call, () =>
      admission.admit('running', () =>
        takeTurn(id, burstOfOne(call), (stored, work) => answerStep(stages, stored, answer, work)),
      ),
    );
    observe(toObservation(view, stages.nowMs() - begun));
    return (await isStarter(stages, id, call.caller)) ? restore(stages, view) : view;
  };
}

/**
 * True for the device the customer sits at: it gets their own words back. An administrator who writes in a conversation
 * of a kiosk reads placeholders, sentence by sentence as in the Turn.
 */
async function isStarter(stages: Stages, id: string, caller: Caller): Promise<boolean> {
  return (await getVisibleConversation(stages, id, caller)).keyId === caller.keyId;
}

function toObservation({ outcome, reply, handover }: TurnView, ms: number) {
  return { outcome, mode: reply?.mode ?? null, reason: handover?.reason ?? null, ms };
}

function acceptText(text: string, longest: number): string {
  const clean = text.trim();
  if (clean === '') throw new ApplianceError('text-empty', 'The message is empty');
  if (clean.length > longest)
    throw new ApplianceError('text-too-long', `The message has ${clean.length} characters; ${longest} are taken`);
  return clean;
}

/** A customer reads what was said to them in full: a colleague's name, their own card. What they typed stays masked. */
async function inFull(stages: Stages, view: ConversationView): Promise<ConversationView> {
  const known = await stages.records.knownValues(view.id);
  const transcript = view.transcript.map((line) =>
    line.from === 'customer' ? line : { ...line, text: restorePlaceholders(line.text, known) },
  );
  return { ...view, transcript };
}

/** Gives customers their own words back; nobody else's are known to the conversation. */
async function restore(stages: Stages, view: TurnView): Promise<TurnView> {
  if (view.reply === null || !view.reply.text.includes('[')) return view;
  const known = await stages.records.knownValues(view.conversation);
  return { ...view, reply: { ...view.reply, text: restorePlaceholders(view.reply.text, known) } };
}
