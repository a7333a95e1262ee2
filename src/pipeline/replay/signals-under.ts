import type { Turn } from '../../conversation/conversation.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import type { Signals } from '../../policy/signals.ts';
import { restingSignals, signalsFrom } from '../../policy/signals-from.ts';
import { complexityOf } from '../../triage/complexity.ts';
import type { Triage } from '../../triage/triage.ts';
import { type EarlierTurn, triageTurn, urgencyOf } from '../../triage/triage-turn.ts';
import type { RecordedTurn } from './recorded-turn.ts';

/** What a recorded turn looks like under a policy. */
export interface SignalsUnder {
  readonly signals: Signals;
  /** Id of the prohibited topic its words ask for. */
  readonly topic: string | null;
}

/** A recorded turn beside the turns of its conversation before it, oldest first. */
export interface TurnInPlace {
  readonly turn: RecordedTurn;
  readonly earlier: readonly EarlierTurn[];
}

/**
 * The signals of a recorded turn as another policy makes them: what policy says of words, intents and limits is read
 * anew, what models found and what happened stays as recorded.
 *
 * @param recordedUnder the policy whose words are taken to have made the recorded mood
 */
export function signalsUnder(
  { turn, earlier }: TurnInPlace,
  policy: PolicySnapshot,
  recordedUnder: PolicySnapshot,
): SignalsUnder {
  const recorded = signalsFrom(turn.decision.signals, restingSignals);
  const words = wordsOf({ turn, earlier }, policy);
  const before = policy === recordedUnder ? words : wordsOf({ turn, earlier }, recordedUnder);
  const intent = policy.intents.get(recorded.intent);
  const handler = policy.handlers.find(({ id }) => id === words.handler?.id);
  const score = changed(recorded.sentiment, before.sentiment.score, words.sentiment.score);
  const moved = score !== recorded.sentiment || (handler?.id ?? '') !== recorded.handler;
  const matters = turn.triage.complexity?.matters ?? [];
  const queues = new Set(matters.map((id) => policy.intents.get(id)?.queue)).size;
  const known = { handler: handler !== undefined, score, inScope: recorded.inScope, matters, queues };
  return {
    topic: words.topic?.id ?? null,
    signals: {
      ...recorded,
      category: intent?.category ?? 'general',
      sensitive: intent?.sensitive ?? false,
      urgency: urgencyOf(intent?.urgency ?? 'normal', handler?.priority),
      handler: handler?.id ?? '',
      sentiment: score,
      sentimentLabel: changed(recorded.sentimentLabel, before.sentiment.label, words.sentiment.label),
      sentimentTrend: changed(recorded.sentimentTrend, before.sentiment.trend, words.sentiment.trend),
      emotion: changed(recorded.emotion, before.emotion, words.emotion),
      complexity: moved ? complexityOf(turn.question, known).level : recorded.complexity,
      languageSupported: policy.files.scope.languages.includes(recorded.language),
      turnLimit: policy.files.escalation.turnLimit,
      disputeThreshold: policy.files.sensitive.disputeThreshold,
    },
  };
}

/** Triage by words alone: handlers, topics and moods. */
function wordsOf({ turn, earlier }: TurnInPlace, policy: PolicySnapshot): Triage {
  const now = new Date(0);
  const conversation: Turn['conversation'] = {
    id: turn.conversation,
    state: 'with-assistant',
    version: 0,
    channel: turn.channel,
    language: turn.language,
    collection: '',
    subject: '',
    tier: turn.tier,
    verified: false,
    startedAt: now,
    turns: turn.turn - 1,
  };
  const replayed: Turn = {
    conversation,
    number: turn.turn,
    question: turn.question,
    entities: [],
    receivedAt: now,
    redactionComplete: true,
  };
  return triageTurn({ turn: replayed, vector: null, clauses: [], examples: null, earlier, policy });
}

/** A value stays as recorded unless the words of the two policies give different ones. */
function changed<T>(recorded: T, before: T, after: T): T {
  return Object.is(before, after) ? recorded : after;
}
