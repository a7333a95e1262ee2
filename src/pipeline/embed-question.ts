import type { Turn } from '../conversation/conversation.ts';
import { rewordRedacted } from '../conversation/redacted-text.ts';
import type { Recollection } from '../memory/recollection.ts';
import { ModelError } from '../models/model-error.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { Query } from '../retrieval/find-candidates.ts';
import type { IntentExamples } from '../triage/intent-examples.ts';
import type { Example } from '../triage/intent-scorer.ts';
import { splitClauses, toClauses, withoutUnwanted } from '../triage/split-clauses.ts';
import type { Stages } from './stages.ts';

/** The question as vectors; with a fault in place of them while the embedder is down. */
export interface AskedVectors {
  readonly own: Float32Array | null;
  /** Read together with the turn before, where the question leans on it. */
  readonly resolved: Float32Array | null;
  /** The same with its text: alone, "and how long does that take?" is about nothing. */
  readonly resolvedQuestion: Example | null;
  /** Its pieces, where each may be a matter of its own. */
  readonly clauses: readonly Example[];
  readonly examples: IntentExamples | null;
  readonly fault: ModelError | null;
}

/** No vectors at all: triage then goes by the words of policy alone. */
export const rulesAlone: AskedVectors = {
  own: null,
  resolved: null,
  resolvedQuestion: null,
  clauses: [],
  examples: null,
  fault: null,
};

/**
 * Embeds the question once for triage and retrieval. A down embedder does not stop the rules: words about law or danger
 * still reach the right people, and everything else ends as the fault it is.
 */
export async function embedQuestion(
  stages: Pick<Stages, 'embedder' | 'intentExamples'>,
  turn: Turn,
  recollection: Pick<Recollection, 'resolvedQuestion'>,
  { policy, signal }: { readonly policy: PolicySnapshot; readonly signal?: AbortSignal },
): Promise<AskedVectors> {
  const { resolvedQuestion } = recollection;
  const leaning = resolvedQuestion === null ? [] : [resolvedQuestion];
  const pieces = splitClauses(turn.question).map((piece) => rewordRedacted(turn.question, () => piece));
  const texts = [rewordRedacted(turn.question, withoutUnwanted), ...leaning, ...pieces];
  try {
    const [examples, vectors] = await Promise.all([
      stages.intentExamples(policy),
      stages.embedder.embed(texts, signal),
    ]);
    const own = vectors[0] ?? null;
    const [resolved = null] = vectors.slice(1, 1 + leaning.length);
    const together = resolvedQuestion !== null && resolved ? { text: resolvedQuestion, vector: resolved } : null;
    const clauses = toClauses(pieces, vectors.slice(1 + leaning.length));
    return { own, resolved, resolvedQuestion: together, clauses, examples, fault: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { ...rulesAlone, fault: error };
  }
}

/** The ways of asking the knowledge base; a follow-up is asked with its context first. */
export function queriesOf(turn: Turn, recollection: Recollection, asked: AskedVectors): readonly Query[] {
  const own = { text: rewordRedacted(turn.question, withoutUnwanted), vector: asked.own };
  if (recollection.resolvedQuestion === null) return [own];
  return [{ text: recollection.resolvedQuestion, vector: asked.resolved }, own];
}
