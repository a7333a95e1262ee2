import { restingState } from '../../actions/action-state.ts';
import { beginning } from '../../conversation/next-state.ts';
import { progressAfter } from '../progress-after.ts';
import type { Records, StoredConversation } from '../records.ts';
import type { RecordedConversation, TurnRecord } from './recorded-inputs.ts';

/** More than any conversation has. */
const MOST_TURNS = 1_000_000;

/** A conversation as it stood when one of its turns began; undefined where the log does not tell how it was started. */
export function conversationBefore(
  { entries, events }: RecordedConversation,
  turn: number,
): StoredConversation | undefined {
  const started = entries.find(({ entry }) => entry.kind === 'conversation-started')?.entry;
  if (started?.kind !== 'conversation-started') return undefined;
  const first = events.findIndex(
    (event) => (event.kind === 'customer-wrote' || event.kind === 'confirmation-answered') && event.turn === turn,
  );
  const before = first === -1 ? events : events.slice(0, first);
  const progress = progressAfter(beginning, before);
  const { conversation: id, channel, language, collection, subject, tier } = started;
  const verified = started.verified || before.some(({ kind }) => kind === 'identity-verified');
  const { state, version, turns } = progress;
  const startedAt = new Date(started.at);
  return {
    keyId: started.actor.key,
    progress,
    conversation: { id, state, version, channel, language, collection, subject, tier, verified, startedAt, turns },
  };
}

/** What was on the record when the turn began, and nothing that came after it. */
export function recordsBefore(records: Records, turn: number, { settled, memory }: TurnRecord): Records {
  return {
    ...records,
    actions: noActions,
    memory: {
      ...records.memory,
      isProven: async () => memory.length > 0,
      factsOf: async (subject, now) =>
        (await records.memory.factsOf(subject, now)).filter(({ id }) => memory.includes(id)),
    },
    recentTurns: async (conversation, from, limit) => {
      const known = await records.recentTurns(conversation, from, MOST_TURNS);
      return known.filter((one) => one.turn < turn).slice(-limit);
    },
    settledHandovers: async (conversation) =>
      (await records.settledHandovers(conversation)).filter(({ reference }) => settled.includes(reference)),
    openHandover: async () => undefined,
  };
}

/** Turns that acted are not run again: no step waits in the others. */
const noActions: Records['actions'] = {
  state: async () => restingState,
  countRuns: async () => ({ inConversation: 0, inDay: 0 }),
  linkOf: async () => undefined,
  codesSent: async () => 0,
  unfinishedRuns: async () => [],
};
