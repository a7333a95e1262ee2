import { createHash } from 'node:crypto';
import type { Turn } from '../conversation/conversation.ts';
import type { GenerationNote } from './note-generations.ts';
import type { DraftNote } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';

type Json = Readonly<Record<string, unknown>>;

/** Characters of a prompt or an output that are kept; a prompt that fits the model has about 10,000. */
const LONGEST_KEPT = 16_384;
/** The default output is far shorter than this many prompts: a turn asks once, and again where a passage was left out. */
const MOST_GENERATIONS = 4;

/** A text on the record; of one that is too long the beginning, with the length and SHA-256 of all of it. */
interface KeptText {
  readonly text: string;
  readonly cut?: { readonly characters: number; readonly sha256: string };
}

/**
 * What the decision of a turn was made of, beside the decision itself: enough to make it again. JSON only. What a customer
 * or a model wrote is in it, redacted, so it stands under the key of the subject and the log has its commitment.
 */
export function toTurnRecord(
  { entities, redactionComplete }: Turn,
  { notes, listen }: Pick<TurnWork, 'notes' | 'listen'>,
): Json {
  const { judge, action, settled, memory } = notes;
  return {
    v: 1,
    entities: entities.map((entity) => ({ ...entity })),
    redactionComplete,
    streamed: listen !== null,
    ...(notes.wordsAlone === null ? {} : { wordsAlone: notes.wordsAlone }),
    ...(settled.length > 0 ? { settled: settled.map(({ reference }) => reference) } : {}),
    ...(memory && memory.facts.length > 0 ? { memory: memory.facts.map(({ id }) => id) } : {}),
    passages: notes.passages.map(({ id, version, relevance, sentenceScores }) => ({
      id,
      version,
      relevance: finite(relevance),
      sentences: sentenceScores.map(finite),
    })),
    drafts: notes.drafts.flatMap(toDraft),
    generations: notes.generations.slice(0, MOST_GENERATIONS).map(toGeneration),
    ...(judge
      ? { judge: { system: judge.request.system, user: kept(judge.request.user), probabilities: judge.probabilities } }
      : {}),
    ...(action.calls.length > 0 ? { calls: action.calls } : {}),
    // Of every stage before the seal, which is not over yet.
    timingsMs: Object.fromEntries([...notes.timings].map(([stage, ms]) => [stage, Math.round(ms * 1_000) / 1_000])),
  };
}

function toDraft({ mode, accepted, sentences }: DraftNote): readonly Json[] {
  if (sentences === undefined) return [];
  return [{ mode, accepted, sentences: sentences.map(({ text, findings }) => ({ ...kept(text), findings })) }];
}

function toGeneration({ request, output, end, usage }: GenerationNote): Json {
  const { system, user, ...settings } = request;
  return { system: kept(system), user: kept(user), ...settings, output: kept(output), end, usage };
}

function kept(text: string): KeptText {
  // Half a character, as a model may end on, has no place in JSON.
  const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  if (whole.length <= LONGEST_KEPT) return { text: whole };
  const sha256 = createHash('sha256').update(whole).digest('hex');
  const beginning = whole.slice(0, LONGEST_KEPT).replace(/\p{Surrogate}/gu, '');
  return { text: beginning, cut: { characters: whole.length, sha256 } };
}

/** A score no JSON could hold is none. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
