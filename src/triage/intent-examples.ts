import { createHash } from 'node:crypto';
import { embedAll } from '../models/embed-all.ts';
import type { Embedder } from '../models/embedder.ts';
import { type FittedCache, noFittedCache } from '../models/fitted-cache.ts';
import type { MoodCalibration } from '../policy/moods.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import { fitIntents, type IntentModel } from './fit-intents.ts';
import type { Example } from './intent-scorer.ts';

/** What the examples of one policy snapshot teach. */
export interface IntentExamples {
  readonly model: IntentModel;
  /** How moods are read from vectors; null where that was not calibrated on the model in use. */
  readonly mood: MoodCalibration | null;
}

/** Goes up with every change of the fit: what an earlier one learnt is not used any more. */
const FIT_VERSION = 2;
/** Snapshots whose examples are kept: the one in force, and one that turns under way may still hold. */
const KEPT_SNAPSHOTS = 2;

/**
 * Embeds the example sentences of a snapshot once and learns from them: the hot path only compares.
 * A failed embedding is not kept, so the next turn tries again.
 */
export function createIntentExamples(
  embedder: Embedder,
  cache: FittedCache = noFittedCache,
): (policy: PolicySnapshot) => Promise<IntentExamples> {
  const kept = new Map<string, Promise<IntentExamples>>();
  return function intentExamplesOf(policy) {
    const known = kept.get(policy.hash);
    if (known) return known;
    const learning = cache
      .recall(keyOf(embedder, policy), () => learn(embedder, policy))
      .then((model) => ({ model, mood: moodFor(embedder, policy) }));
    kept.set(policy.hash, learning);
    learning.catch(() => kept.delete(policy.hash));
    for (const hash of kept.keys()) if (kept.size > KEPT_SNAPSHOTS && hash !== policy.hash) kept.delete(hash);
    return learning;
  };
}

function moodFor({ model }: Embedder, { moods }: PolicySnapshot): MoodCalibration | null {
  return moods?.mood.model.sha256 === model.sha256 ? moods.mood : null;
}

function keyOf(embedder: Embedder, { files }: PolicySnapshot): string {
  const { intents, outOfScope } = files.intents;
  const shown = [intents.map(({ id, examples }) => [id, examples]), outOfScope];
  const data = createHash('sha256').update(JSON.stringify(shown)).digest('hex');
  return `intents ${FIT_VERSION} ${embedder.model.sha256} ${data}`;
}

async function learn(embedder: Embedder, policy: PolicySnapshot): Promise<IntentModel> {
  const { intents, outOfScope } = policy.files.intents;
  const texts = [...intents.flatMap((intent) => intent.examples), ...outOfScope];
  const vectors = await embedAll(embedder, texts);
  let next = 0;
  const take = (own: readonly string[]): readonly Example[] => {
    const from = next;
    next += own.length;
    return own.map((text, index) => ({ text, vector: vectors[from + index] ?? new Float32Array() }));
  };
  const labelled = intents.map((intent) => ({ label: intent.id, examples: take(intent.examples) }));
  return fitIntents(labelled, take(outOfScope));
}
