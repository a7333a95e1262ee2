import type { Turn } from '../conversation/conversation.ts';
import { isMoreUrgent, type Priority } from '../conversation/outcome.ts';
import { matchesPhrase, toWords } from '../policy/phrase-pattern.ts';
import type { PolicySnapshot, ProhibitedTopic } from '../policy/policy-snapshot.ts';
import { classifyIntent, type IntentGuess } from './classify-intent.ts';
import { complexityOf } from './complexity.ts';
import { detectLanguage } from './detect-language.ts';
import { findHandler } from './find-handler.ts';
import type { IntentExamples } from './intent-examples.ts';
import type { Example } from './intent-scorer.ts';
import { type JudgeVerdict, withVerdict } from './judge-verdict.ts';
import { largestAmount } from './largest-amount.ts';
import { moodSharesOf } from './mood-model.ts';
import { moodOf, type ReadMood, trendOf } from './sentiment.ts';
import { withoutUnwanted } from './split-clauses.ts';
import type { Triage } from './triage.ts';

/** What triage needs to know of the turns before: declared here, matched by structure. */
export interface EarlierTurn {
  readonly question: string;
  readonly sentiment: number;
  readonly intent: string;
}

export interface TriageInput {
  readonly turn: Turn;
  /** The question as a vector; null when the embedder is down, and then nothing is in scope for sure. */
  readonly vector: Float32Array | null;
  /** The question read together with the turn it leans on: alone, "and how long does that take?" is about nothing. */
  readonly resolved?: Example | null;
  /** The pieces of the question that may each be a matter of their own; none where it has one piece. */
  readonly clauses: readonly Example[];
  readonly examples: IntentExamples | null;
  readonly earlier: readonly EarlierTurn[];
  readonly policy: PolicySnapshot;
  /** What a judge says where the classifier was unsure; null or absent where none was asked, or none answered. */
  readonly verdict?: JudgeVerdict | null;
}

/** Says what a turn is about. Rules find what must not be missed, statistics the rest. */
export function triageTurn(input: TriageInput): Triage {
  const { turn, vector, resolved, clauses, examples, earlier, policy, verdict } = input;
  const words = toWords(turn.question);
  const own = guessIntent(resolved ?? (vector && { text: withoutUnwanted(turn.question), vector }), examples);
  const guess = verdict ? withVerdict(own, verdict) : own;
  const [best, ...others] = guess.ranked;
  const intent = best ? policy.intents.get(best.label) : undefined;
  const handler = findHandler(policy, words);
  const topic = findTopic(policy.topics, words);
  const language = detectLanguage(turn.question, turn.conversation.language);
  const mood = moodOf(turn.question, policy, language === CALIBRATED_LANGUAGE ? readMood(vector, examples) : null);
  return {
    intent: { id: best?.label ?? 'unknown', confidence: best?.confidence ?? 0 },
    alternatives: others.slice(0, 3).map(({ label, confidence }) => ({ id: label, confidence })),
    inScope: guess.inScope,
    category: intent?.category ?? 'general',
    sensitive: intent?.sensitive ?? false,
    urgency: urgencyOf(intent?.urgency ?? 'normal', handler?.priority),
    sentiment: {
      score: mood.score,
      label: mood.label,
      trend: trendOf(
        earlier.map((one) => one.sentiment),
        mood.score,
      ),
    },
    emotion: mood.emotion,
    complexity: complexityOf(turn.question, {
      handler: handler !== null,
      score: mood.score,
      inScope: guess.inScope,
      ...mattersOf(clauses, examples, policy),
    }),
    entities: turn.entities,
    language,
    languageSupported: policy.files.scope.languages.includes(language),
    needsIdentity: false,
    handler: handler && { id: handler.id, at: handler.at },
    topic: topic && { id: topic.id, at: topic.at },
    amount: largestAmount(turn.question),
    repeatedQuestion: isRepeated(words, earlier),
  };
}

/** The statistics of mood are of English texts. */
const CALIBRATED_LANGUAGE = 'en';

/** What the vector of the question alone says of the mood: the turn before had its own. */
function readMood(vector: Float32Array | null, examples: IntentExamples | null): ReadMood | null {
  const calibration = examples?.mood ?? null;
  if (vector === null || calibration === null) return null;
  return { shares: moodSharesOf(vector, calibration), negativeFrom: calibration.negativeFrom };
}

function guessIntent(question: Example | null, examples: IntentExamples | null): IntentGuess {
  if (question === null || examples === null) return { ranked: [], inScope: 0 };
  return classifyIntent(question, examples.model);
}

/** Confidence from which a piece is a matter of its own. */
const SURE_MATTER = 0.6;

/** What the pieces are surely about, small talk and what rules look after aside, and how many queues that concerns. */
function mattersOf(clauses: readonly Example[], examples: IntentExamples | null, policy: PolicySnapshot) {
  const found = clauses.flatMap((clause) => {
    const [best] = guessIntent(clause, examples).ranked;
    const intent = best && best.confidence >= SURE_MATTER ? policy.intents.get(best.label) : undefined;
    return intent?.modes.includes('quoted') === true ? [intent] : [];
  });
  const matters = [...new Set(found.map(({ id }) => id))];
  return { matters, queues: new Set(found.map(({ queue }) => queue)).size };
}

function findTopic(topics: readonly ProhibitedTopic[], words: readonly string[]): ProhibitedTopic | null {
  return topics.find((topic) => topic.phrases.some((phrase) => matchesPhrase(phrase, words))) ?? null;
}

/** That of the intent, or of a handler whose words were there where that is more urgent. */
export function urgencyOf(intent: Priority, handler: Priority | undefined): Priority {
  return handler !== undefined && isMoreUrgent(handler, intent) ? handler : intent;
}

/** The same words again mean that the answer before did not help. */
function isRepeated(words: readonly string[], earlier: readonly EarlierTurn[]): boolean {
  const content = new Set(words.filter((word) => word.length > 3));
  if (content.size < 2) return false;
  return earlier.some((one) => {
    const before = new Set(toWords(one.question).filter((word) => word.length > 3));
    const shared = [...content].filter((word) => before.has(word)).length;
    return shared / Math.max(content.size, before.size) >= 0.8;
  });
}
