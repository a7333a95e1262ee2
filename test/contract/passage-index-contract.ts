import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectionVectors, PassageIndex } from '../../src/knowledge/passage-index.ts';
import { similarity } from '../../src/models/similarity.ts';

export interface PassageIndexUnderContract {
  readonly index: PassageIndex;
  /** Another index over the same saved files, as a later start opens it; null where none are kept. */
  reopen: (() => PassageIndex) | null;
  close(): void;
}

/** Enough for a graph in place of a scan. */
const MANY = 6_000;
const DIMENSION = 48;
const QUERIES = 200;
const K = 10;
const RECALL = 0.99;

/** Every promise of the port, for one implementation. The maker is called for each part. */
export function passageIndexContract(name: string, make: () => PassageIndexUnderContract): void {
  describe(`passage index contract: ${name}`, () => {
    let made: PassageIndexUnderContract;
    beforeAll(() => {
      made = make();
    });
    afterAll(() => made.close());
    promisesOfRecall(() => made);
    promisesOfSearch(() => made.index);
    promisesOfRefusals(() => made.index);
  });
}

function promisesOfRecall(made: () => PassageIndexUnderContract): void {
  const collections = {
    'random directions': () => givenVectors({ collection: 'random', count: MANY, seed: 7 }),
    'sentences that cluster': () => givenVectors({ collection: 'clusters', count: MANY, seed: 9, clusters: 150 }),
  };

  it.each(Object.entries(collections))(
    'finds what an exact scan finds among %s',
    async (_what, give) => {
      const vectors = give();
      const { index, reopen } = made();
      expect(await index.open(vectors)).toBe('built');
      expect(await recallOf(index, vectors)).toBeGreaterThanOrEqual(RECALL);
      if (reopen === null) return;
      const later = reopen();
      expect(await later.open(vectors)).toBe('loaded');
      expect(await recallOf(later, vectors)).toBeGreaterThanOrEqual(RECALL);
    },
    60_000,
  );
}

function promisesOfSearch(index: () => PassageIndex): void {
  it('answers nearest first, at most k, with the cosine', async () => {
    const vectors = givenVectors({ collection: 'few', count: 50, seed: 3 });
    await index().open(vectors);
    const query = vectors.entries[17]?.vector ?? new Float32Array(DIMENSION);
    const near = await index().search('few', query, 5);
    expect(near).toHaveLength(5);
    expect(near[0]?.passage).toBe('few/17');
    expect(near[0]?.similarity).toBeCloseTo(1, 4);
    const similarities = near.map((one) => one.similarity);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    expect(await index().search('few', query, 500)).toHaveLength(50);
  });

  it('answers nothing for a collection that is empty or was never opened', async () => {
    await index().open({ ...givenVectors({ collection: 'empty', count: 0, seed: 1 }) });
    expect(await index().search('empty', unit(1), K)).toEqual([]);
    expect(await index().search('never', unit(1), K)).toEqual([]);
  });

  it('keeps collections apart, whatever they are called', async () => {
    for (const collection of ['../escape', 'a/b', 'a\0b', 'ü', '']) {
      await index().open(givenVectors({ collection, count: 3, seed: 5 }));
      expect((await index().search(collection, unit(2), 1))[0]?.passage.startsWith(`${collection}/`)).toBe(true);
    }
  });

  it('has the present vectors alone once it is opened again', async () => {
    await index().open(givenVectors({ collection: 'again', count: 20, seed: 1 }));
    const fewer = givenVectors({ collection: 'again', count: 4, seed: 2 });
    const during = index().search('again', unit(3), 20);
    await index().open(fewer);
    expect([4, 20]).toContain((await during).length);
    const after = await index().search('again', unit(3), 20);
    expect(after).toHaveLength(4);
    expect(await recallOf(index(), fewer)).toBe(1);
  });
}

function promisesOfRefusals(index: () => PassageIndex): void {
  const broken: readonly (readonly [string, (vector: Float32Array) => Float32Array])[] = [
    ['a number that is none', (vector) => vector.with(3, Number.NaN)],
    ['an infinite number', (vector) => vector.with(3, Number.POSITIVE_INFINITY)],
    ['only zeros', (vector) => vector.map(() => 0)],
    ['a number too few', (vector) => vector.slice(1)],
    ['no number', () => new Float32Array()],
  ];

  it.each(broken)('refuses to index a vector with %s, and keeps what was there', async (_what, harm) => {
    const sound = givenVectors({ collection: 'kept', count: 10, seed: 4 });
    await index().open(sound);
    const entries = sound.entries.map((entry, place) =>
      place === 5 ? { ...entry, vector: harm(entry.vector) } : entry,
    );
    await expect(index().open({ ...sound, entries })).rejects.toMatchObject({ code: 'index-unavailable' });
    expect(await recallOf(index(), sound)).toBe(1);
  });

  it.each(broken.filter(([what]) => what !== 'only zeros'))('refuses to search for %s', async (_what, harm) => {
    await index().open(givenVectors({ collection: 'asked', count: 10, seed: 4 }));
    await expect(index().search('asked', harm(unit(1)), K)).rejects.toMatchObject({ code: 'index-unavailable' });
  });
}

interface VectorStory {
  readonly collection: string;
  readonly count: number;
  readonly seed: number;
  /** Gathers vectors around this many centres; without it every direction is as likely as any other. */
  readonly clusters?: number;
}

function givenVectors({ collection, count, seed, clusters = 0 }: VectorStory): CollectionVectors {
  const centres = Array.from({ length: clusters }, (_, index) => unit(seed * 1_000 + index));
  const entries = Array.from({ length: count }, (_, index) => {
    const own = unit(seed * 100_000 + index);
    const centre = centres[index % Math.max(1, clusters)];
    const vector = centre ? normal(own.map((value, axis) => value * 0.6 + (centre[axis] ?? 0))) : own;
    return { passage: `${collection}/${index}`, vector };
  });
  return { collection, model: 'words', dimension: DIMENSION, entries };
}

async function recallOf(index: PassageIndex, { collection, entries }: CollectionVectors): Promise<number> {
  let found = 0;
  let wanted = 0;
  for (let number = 0; number < QUERIES; number += 1) {
    const query = unit(9_000_000 + number);
    const scored = entries.map(({ passage, vector }) => ({ passage, near: similarity(query, vector) }));
    const exact = new Set(
      scored
        .sort((a, b) => b.near - a.near)
        .slice(0, K)
        .map(({ passage }) => passage),
    );
    const near = await index.search(collection, query, K);
    found += near.filter(({ passage }) => exact.has(passage)).length;
    wanted += exact.size;
  }
  return found / wanted;
}

/** A direction picked evenly from all there are, the same for the same number. */
function unit(seed: number): Float32Array {
  const random = createRandom(seed);
  return normal(
    Float32Array.from(
      { length: DIMENSION },
      () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    ),
  );
}

function normal(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** mulberry32: small, and good enough to point in all directions. */
function createRandom(seed: number): () => number {
  let state = seed;
  return function next() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
