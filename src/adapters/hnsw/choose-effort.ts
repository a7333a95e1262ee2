import type hnswlib from 'hnswlib-node';
import type { CollectionVectors } from '../../knowledge/passage-index.ts';
import { similarity } from '../../models/similarity.ts';

/** Candidates a search starts with, and where it is cheaper to look at everything. */
const LEAST_EFFORT = 64;
const MOST_EFFORT = 1_024;
/** Neighbours compared a question, and questions asked of the collection itself. */
const NEIGHBOURS = 10;
const QUESTIONS = 96;
/** Above the promised 0.99, because a sample of this size is off by up to half a percent. */
const ENOUGH = 0.996;

/**
 * Finds how many candidates a search of this graph must keep (`ef`) to find what an exact scan finds; null when that takes
 * more than scanning. How hard a collection is depends on its vectors: sentences that cluster need 64, random directions
 * many times that.
 *
 * @see Malkov & Yashunin, "Efficient and robust approximate nearest neighbor search using HNSW graphs", 2018
 */
export function chooseEffort(graph: hnswlib.HierarchicalNSW, vectors: CollectionVectors): number | null {
  const questions = questionsOf(vectors).map((vector) => ({
    vector: [...vector],
    nearest: scanNearest(vectors, vector),
  }));
  for (let effort = LEAST_EFFORT; effort <= MOST_EFFORT; effort *= 2) {
    graph.setEf(effort);
    const found = questions.reduce((sum, { vector, nearest }) => {
      return sum + graph.searchKnn(vector, NEIGHBOURS).neighbors.filter((label) => nearest.has(label)).length;
    }, 0);
    if (found >= ENOUGH * questions.length * NEIGHBOURS) return effort;
  }
  return null;
}

/**
 * Vectors no passage has, so that they are as hard to place as questions: halfway between two passages, and, for
 * questions about something else altogether, a passage with its axes shifted.
 */
function questionsOf({ entries, dimension }: CollectionVectors): readonly Float32Array[] {
  const half = Math.floor(entries.length / 2);
  const step = Math.max(1, Math.floor(half / QUESTIONS));
  return Array.from({ length: Math.min(QUESTIONS, half) }, (_, index) => {
    const one = entries[index * step]?.vector ?? new Float32Array(dimension);
    const other = entries[index * step + half]?.vector ?? one;
    const shift = index % dimension;
    const question = one.map((value, axis) =>
      index % 2 === 0 ? value + (other[axis] ?? 0) : (one[(axis + shift) % dimension] ?? 0),
    );
    const length = Math.hypot(...question);
    return length === 0 ? one : question.map((value) => value / length);
  });
}

function scanNearest({ entries }: CollectionVectors, vector: Float32Array): ReadonlySet<number> {
  const scored = entries.map((entry, label) => ({ label, similarity: similarity(vector, entry.vector) }));
  scored.sort((a, b) => b.similarity - a.similarity);
  return new Set(scored.slice(0, NEIGHBOURS).map(({ label }) => label));
}
