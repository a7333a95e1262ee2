import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CollectionVectors } from '../../knowledge/passage-index.ts';
import { openPassageIndex } from './open-passage-index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DIMENSION = 8;

function givenVectors(fields: Partial<CollectionVectors> = {}): CollectionVectors {
  const entries = Array.from({ length: 40 }, (_, index) => ({ passage: `p${index}`, vector: direction(index) }));
  return { collection: 'default', model: 'words', dimension: DIMENSION, entries, ...fields };
}

function direction(seed: number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSION }, (_, axis) => Math.sin(seed * 12.9898 + axis * 78.233));
  return vector.map((value) => value / Math.hypot(...vector));
}

function fileEndingIn(ending: string): string {
  const name = readdirSync(folder).find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`No file ending in "${ending}"`);
  return join(folder, name);
}

/** Opens the collection as a later start does, and looks whether it answers as it must. */
async function reopen(vectors: CollectionVectors): Promise<'loaded' | 'built'> {
  const index = openPassageIndex(folder);
  const how = await index.open(vectors);
  const first = vectors.entries[3];
  const near = await index.search(vectors.collection, first?.vector ?? new Float32Array(), 1);
  expect(near).toMatchObject([{ passage: first?.passage }]);
  return how;
}

describe('open', () => {
  it('loads what it saved for the same vectors', async () => {
    expect(await reopen(givenVectors())).toBe('built');
    expect(await reopen(givenVectors())).toBe('loaded');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('builds again for another model, another vector, another name and another count', async () => {
    const { entries } = givenVectors();
    const [first, second, ...rest] = entries;
    if (first === undefined || second === undefined) throw new Error('Forty entries were given');
    const changes: readonly Partial<CollectionVectors>[] = [
      { model: 'other' },
      { entries: [{ ...first, vector: direction(99) }, second, ...rest] },
      { entries: [{ ...first, passage: 'renamed' }, second, ...rest] },
      { entries: [second, first, ...rest] },
      { entries: entries.slice(0, -1) },
    ];
    for (const change of changes) {
      await reopen(givenVectors());
      expect(await reopen(givenVectors(change))).toBe('built');
      expect(await reopen(givenVectors(change))).toBe('loaded');
    }
  });

  it('builds again when any byte of the index file was flipped', async () => {
    await reopen(givenVectors());
    const sound = readFileSync(fileEndingIn('.hnsw'));
    for (let place = 0; place < sound.length; place += Math.ceil(sound.length / 40)) {
      const flipped = Buffer.from(sound);
      flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place);
      writeFileSync(fileEndingIn('.hnsw'), flipped);
      expect(await reopen(givenVectors())).toBe('built');
    }
  });

  it('builds again when the index file is cut short, empty or gone', async () => {
    await reopen(givenVectors());
    const file = fileEndingIn('.hnsw');
    const sound = readFileSync(file);
    for (const bytes of [sound.subarray(0, sound.length / 2), Buffer.alloc(0)]) {
      writeFileSync(file, bytes);
      expect(await reopen(givenVectors())).toBe('built');
    }
    rmSync(file);
    expect(await reopen(givenVectors())).toBe('built');
    expect(await reopen(givenVectors())).toBe('loaded');
  });

  it('builds again when the manifest is gone, no JSON or of another form', async () => {
    await reopen(givenVectors());
    const file = fileEndingIn('.json');
    for (const text of [
      '',
      '{',
      '[]',
      '{"model":"words"}',
      readFileSync(file, 'utf8').replace(/"count":\d+/, '"count":"40"'),
    ]) {
      writeFileSync(file, text);
      expect(await reopen(givenVectors())).toBe('built');
    }
    rmSync(file);
    expect(await reopen(givenVectors())).toBe('built');
  });

  it('gives no file a name a collection chose', async () => {
    await reopen(givenVectors({ collection: '../../outside' }));
    expect(readdirSync(folder).every((name) => /^[0-9a-f]{16}\.(?:hnsw|json)$/.test(name))).toBe(true);
    expect(statSync(fileEndingIn('.json')).mode & 0o777).toBe(0o600);
  });
});
