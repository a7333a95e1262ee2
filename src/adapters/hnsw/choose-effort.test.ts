import hnswlib from 'hnswlib-node';
import { describe, expect, it } from 'vitest';
import type { CollectionVectors } from '../../knowledge/passage-index.ts';
import { chooseEffort } from './choose-effort.ts';

const COUNT = 1_200;

function givenVectors(dimension: number): CollectionVectors {
  const entries = Array.from({ length: COUNT }, (_, index) => {
    const vector = Float32Array.from({ length: dimension }, (_zero, axis) => scatter(index * dimension + axis));
    return { passage: `p${index}`, vector: vector.map((value) => value / Math.hypot(...vector)) };
  });
  return { collection: 'default', model: 'words', dimension, entries };
}

/** −0.5 … 0.5, without a pattern a graph could use. */
function scatter(seed: number): number {
  const value = Math.sin(seed + 1) * 43_758.5453;
  return value - Math.floor(value) - 0.5;
}

function buildGraph({ dimension, entries }: CollectionVectors, m: number): hnswlib.HierarchicalNSW {
  const graph = new hnswlib.HierarchicalNSW('ip', dimension);
  graph.initIndex(entries.length, m, 100, 100);
  for (const [label, { vector }] of entries.entries()) graph.addPoint([...vector], label);
  return graph;
}

describe('chooseEffort', () => {
  it('takes the least effort where vectors are easy to tell apart', () => {
    const vectors = givenVectors(3);
    expect(chooseEffort(buildGraph(vectors, 16), vectors)).toBe(64);
  });

  it('takes more where they are not', () => {
    const vectors = givenVectors(64);
    expect(chooseEffort(buildGraph(vectors, 4), vectors)).toBeGreaterThan(64);
  });

  it('gives up on a graph that cannot find what a scan finds', () => {
    const vectors = givenVectors(64);
    const half = { ...vectors, entries: vectors.entries.slice(0, COUNT / 2) };
    expect(chooseEffort(buildGraph(half, 16), vectors)).toBeNull();
  });
});
