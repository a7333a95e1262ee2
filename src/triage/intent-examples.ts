import type { Embedder } from '../models/embedder.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import { fitIntents, type IntentModel } from './fit-intents.ts';

/** What the examples of one policy snapshot teach. */
export interface IntentExamples {
  readonly model: IntentModel;
}

/** Snapshots whose examples are kept: the one in force, and one that turns under way may still hold. */
const KEPT_SNAPSHOTS = 2;

/**
 * Embeds the example sentences of a snapshot once and learns from them: the hot path only compares.
 * A failed embedding is not kept, so the next turn tries again.
 */
export function createIntentExamples(embedder: Embedder): (policy: PolicySnapshot) => Promise<IntentExamples> {
  const kept = new Map<string, Promise<IntentExamples>>();
  return function intentExamplesOf(policy) {
    const known = kept.get(policy.hash);
    if (known) return known;
    const embedding = embedExamples(embedder, policy);
    kept.set(policy.hash, embedding);
    embedding.catch(() => kept.delete(policy.hash));
    for (const hash of kept.keys()) if (kept.size > KEPT_SNAPSHOTS && hash !== policy.hash) kept.delete(hash);
    return embedding;
  };
}

async function embedExamples(embedder: Embedder, policy: PolicySnapshot): Promise<IntentExamples> {
  const { intents, outOfScope } = policy.files.intents;
  const texts = [...intents.flatMap((intent) => intent.examples), ...outOfScope];
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += 64) {
    vectors.push(...(await embedder.embed(texts.slice(start, start + 64))));
  }
  let next = 0;
  const take = (count: number): readonly Float32Array[] => {
    next += count;
    return vectors.slice(next - count, next);
  };
  const labelled = intents.map((intent) => ({ label: intent.id, vectors: take(intent.examples.length) }));
  return { model: await fitIntents(labelled, take(outOfScope.length)) };
}
