import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { wordEmbedder } from '../../test/support/word-embedder.ts';
import type { Embedder } from '../models/embedder.ts';
import type { FittedCache } from '../models/fitted-cache.ts';
import { ModelError } from '../models/model-error.ts';
import { createIntentExamples } from './intent-examples.ts';

/** Counts the texts it embeds, and fails as long as it is told to. */
function countingEmbedder() {
  const words = wordEmbedder();
  const seen = { texts: 0, down: false };
  const embedder: Embedder = {
    model: words.model,
    dimension: words.dimension,
    isReady: () => true,
    close: () => words.close(),
    embed: async (texts) => {
      if (seen.down) throw new ModelError('engine-down', 'gone');
      seen.texts += texts.length;
      return words.embed(texts);
    },
  };
  return { embedder, seen };
}

describe('createIntentExamples', () => {
  const policy = givenPolicy();

  it('learns from every intent of the snapshot', async () => {
    const { model } = await createIntentExamples(wordEmbedder())(policy);
    expect(model.labels).toEqual(policy.files.intents.intents.map(({ id }) => id));
  });

  it('embeds the examples of a snapshot once', async () => {
    const { embedder, seen } = countingEmbedder();
    const examplesOf = createIntentExamples(embedder);
    const [one, other] = await Promise.all([examplesOf(policy), examplesOf(policy)]);
    const { intents, outOfScope } = policy.files.intents;
    expect(one).toBe(other);
    expect(seen.texts).toBe(intents.flatMap(({ examples }) => examples).length + outOfScope.length);
  });

  it('takes what was learnt before from the cache, unless an example or the model changed', {
    timeout: 60_000,
  }, async () => {
    const kept = new Map<string, unknown>();
    const cache: FittedCache = {
      recall: async (key, learn) => {
        if (!kept.has(key)) kept.set(key, await learn());
        return learn();
      },
    };
    const { intents } = policy.files;
    const fewer = { ...policy, hash: 'other', files: { ...policy.files, intents: { ...intents, outOfScope: [] } } };
    const toneAlone = { ...policy, hash: 'third' };
    for (const snapshot of [policy, fewer, toneAlone]) await createIntentExamples(wordEmbedder(), cache)(snapshot);
    expect(kept.size).toBe(2);
    const { embedder } = countingEmbedder();
    const larger = { ...embedder, model: { ...embedder.model, sha256: 'another' } };
    await createIntentExamples(larger, cache)(policy);
    expect(kept.size).toBe(3);
  });

  it('tries again after a failure', async () => {
    const { embedder, seen } = countingEmbedder();
    const examplesOf = createIntentExamples(embedder);
    seen.down = true;
    await expect(examplesOf(policy)).rejects.toMatchObject({ code: 'engine-down' });
    seen.down = false;
    expect((await examplesOf(policy)).model.labels.length).toBeGreaterThan(0);
  });
});
