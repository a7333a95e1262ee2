import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/models/embedder.ts';

/** An implementation and a way to kill what is behind it. */
export interface EmbedderUnderContract {
  readonly embedder: Embedder;
  readonly kill: () => void;
}

export interface EmbedderContractOptions {
  /** Why this implementation cannot run here. */
  readonly skipReason?: string | undefined;
}

const LENGTH_TOLERANCE = 1e-3;
const COMPANY_TOLERANCE = 1e-2;
const sentences = [
  'I lost my card',
  'What does a transfer to another country cost?',
  'card',
  'When you report a lost card we block it at once and send a replacement within five working days. '.repeat(3),
];

/** Native threads that share busy cores are ten times slower. */
const PATIENCE = { timeout: 60_000 };

/** Every promise of the port, for one implementation. The maker is called once. */
export function embedderContract(
  name: string,
  make: () => Promise<EmbedderUnderContract>,
  { skipReason }: EmbedderContractOptions = {},
): void {
  const title = skipReason === undefined ? name : `${name} (skipped: ${skipReason})`;
  describe.skipIf(skipReason !== undefined)(`embedder contract: ${title}`, PATIENCE, () => {
    let made: EmbedderUnderContract;
    beforeAll(async () => {
      made = await make();
    });
    afterAll(async () => made.embedder.close());
    promisesOfVectors(() => made);
    promisesOfFaults(() => made);
  });
}

function promisesOfVectors(made: () => EmbedderUnderContract): void {
  it('answers one vector a text, finite and of length 1', async () => {
    const { embedder } = made();
    const vectors = await embedder.embed(sentences);
    expect(vectors).toHaveLength(sentences.length);
    for (const vector of vectors) {
      expect(vector).toBeInstanceOf(Float32Array);
      expect(vector).toHaveLength(embedder.dimension);
      expect(vector.every(Number.isFinite)).toBe(true);
      expect(Math.abs(Math.hypot(...vector) - 1)).toBeLessThan(LENGTH_TOLERANCE);
    }
  });

  it('gives a text the same vector alone and in a batch, in order', async () => {
    const { embedder } = made();
    const together = await embedder.embed(sentences);
    for (const [index, sentence] of sentences.entries()) {
      const [alone = new Float32Array()] = await embedder.embed([sentence]);
      expect(distance(alone, together[index] ?? new Float32Array())).toBeLessThan(COMPANY_TOLERANCE);
    }
  });

  it('gives a text the same vector beside other calls', async () => {
    const { embedder } = made();
    const [alone = new Float32Array()] = await embedder.embed(['I lost my card']);
    const calls = await Promise.all(sentences.map(() => embedder.embed(['I lost my card'])));
    for (const [vector = new Float32Array()] of calls) {
      expect(distance(alone, vector)).toBeLessThan(COMPANY_TOLERANCE);
    }
  });

  it('answers an empty list with an empty list', async () => {
    expect(await made().embedder.embed([])).toEqual([]);
  });

  it('takes empty texts and texts longer than the model reads', async () => {
    const { embedder } = made();
    const vectors = await embedder.embed(['', 'lost card '.repeat(5_000)]);
    for (const vector of vectors) expect(Math.abs(Math.hypot(...vector) - 1)).toBeLessThan(LENGTH_TOLERANCE);
  });

  it('puts texts that say the same nearer than texts that do not', async () => {
    const { embedder } = made();
    const [query, near, far] = await embedder.embed([
      'How do I block a lost card?',
      'Blocking a card you have lost',
      'Opening hours of our branches on Saturday',
    ]);
    expect(cosine(query, near)).toBeGreaterThan(cosine(query, far) + 0.2);
  });
}

function promisesOfFaults(made: () => EmbedderUnderContract): void {
  it('rejects with cancelled when aborted, and stays usable', async () => {
    const { embedder } = made();
    await expect(embedder.embed(sentences, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const stop = new AbortController();
    const call = embedder.embed(Array.from({ length: 50 }, () => sentences).flat(), stop.signal);
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(await embedder.embed(['I lost my card'])).toHaveLength(1);
  });

  it('fails calls in flight with engine-down when the engine dies, and serves the next', async () => {
    const { embedder, kill } = made();
    const inFlight = embedder.embed(Array.from({ length: 50 }, () => sentences).flat());
    kill();
    await expect(inFlight).rejects.toMatchObject({ code: 'engine-down' });
    expect(await embedder.embed(['I lost my card'])).toHaveLength(1);
    expect(embedder.isReady()).toBe(true);
  });

  it('is ready until closed, and refuses calls afterwards', async () => {
    const { embedder } = made();
    await embedder.close();
    await embedder.close();
    expect(embedder.isReady()).toBe(false);
    await expect(embedder.embed(['card'])).rejects.toMatchObject({ code: 'engine-down' });
  });
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN))));
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return Array.from(a ?? []).reduce((sum, value, index) => sum + value * (b?.[index] ?? Number.NaN), 0);
}
