import { setImmediate as letOthersRun } from 'node:timers/promises';
import { createRandom } from './random-features.ts';
import type { SparseVector } from './text-features.ts';

/** What a text is to the machine: numbers that are all there, and pieces of words of which most are not. */
export interface Features {
  readonly dense: Float32Array;
  readonly sparse: SparseVector;
}

/** One linear function a class. The largest is the likeliest class. */
export interface LinearMachine {
  readonly classes: number;
  /** Class after class for each feature: first the dense ones, then the sparse ones, then a constant. */
  readonly weights: Float32Array;
}

export interface FitOptions {
  readonly examples: readonly Features[];
  /** Class of each example, from 0. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** Sparse features there are. */
  readonly pieces: number;
  /** Told after each class. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** How dearly an example on the wrong side of the margin is paid for. */
const PENALTY = 0.5;
/** Largest violation at which a class counts as solved, and the rounds after which it is left as it is. */
const TOLERANCE = 0.1;
const MOST_ROUNDS = 20;

/**
 * One machine against the rest for each class: support vectors with squared hinge loss, by dual coordinate descent.
 * The same examples in the same order give the same machine.
 *
 * @see Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008
 */
export async function fitLinearMachine(options: FitOptions): Promise<LinearMachine> {
  const { examples, labels, classes, pieces, onProgress } = options;
  const size = (examples[0]?.dense.length ?? 0) + pieces + 1;
  const weights = new Float32Array(size * classes);
  const task = { rows: examples, squares: examples.map(squareOf), size };
  for (let label = 0; label < classes; label += 1) {
    const solution = solveClass(task, (index) => (labels[index] === label ? 1 : -1));
    for (let feature = 0; feature < size; feature += 1) weights[feature * classes + label] = solution[feature] ?? 0;
    onProgress?.(label + 1, classes);
    await letOthersRun();
  }
  return { classes, weights };
}

/** The value of every class: above 0 where the class is likelier than the rest. */
export function linearScores({ classes, weights }: LinearMachine, { dense, sparse }: Features): Float64Array {
  const scores = new Float64Array(classes);
  const add = (feature: number, value: number): void => {
    const from = feature * classes;
    for (let label = 0; label < classes; label += 1) {
      scores[label] = (scores[label] ?? 0) + value * (weights[from + label] ?? 0);
    }
  };
  for (let index = 0; index < dense.length; index += 1) add(index, dense[index] ?? 0);
  for (let at = 0; at < sparse.indexes.length; at += 1) {
    add(dense.length + (sparse.indexes[at] ?? 0), sparse.values[at] ?? 0);
  }
  add(weights.length / classes - 1, 1);
  return scores;
}

interface Task {
  readonly rows: readonly Features[];
  /** Squared length of each row, its constant included. */
  readonly squares: readonly number[];
  readonly size: number;
}

function solveClass({ rows, squares, size }: Task, signOf: (index: number) => number): Float64Array {
  const random = createRandom(1);
  const weights = new Float64Array(size);
  const alphas = new Float64Array(rows.length);
  const ridge = 0.5 / PENALTY;
  const order = Int32Array.from(rows.keys());
  let active = rows.length;
  let worstBefore = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    shuffle(order, active, random);
    let [worst, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let at = 0; at < active; at += 1) {
      const index = order[at] ?? 0;
      const row = rows[index];
      if (row === undefined) continue;
      const sign = signOf(index);
      const alpha = alphas[index] ?? 0;
      const slope = sign * productWith(weights, row) - 1 + alpha * ridge;
      if (alpha === 0 && slope > worstBefore) {
        // Far on the right side: left out until all others are solved.
        active -= 1;
        order[at] = order[active] ?? 0;
        order[active] = index;
        at -= 1;
        continue;
      }
      const violation = alpha === 0 ? Math.min(slope, 0) : slope;
      worst = Math.max(worst, violation);
      least = Math.min(least, violation);
      if (Math.abs(violation) < 1e-12) continue;
      const next = Math.max(0, alpha - slope / ((squares[index] ?? 1) + ridge));
      alphas[index] = next;
      addTo(weights, row, (next - alpha) * sign);
    }
    if (worst - least <= TOLERANCE) {
      if (active === rows.length) break;
      active = rows.length;
      worstBefore = Number.POSITIVE_INFINITY;
    } else worstBefore = worst <= 0 ? Number.POSITIVE_INFINITY : worst;
  }
  return weights;
}

function productWith(weights: Float64Array, { dense, sparse: { indexes, values } }: Features): number {
  let [first, second, third, fourth] = [weights[weights.length - 1] ?? 0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < dense.length; index += 4) {
    first += (weights[index] ?? 0) * (dense[index] ?? 0);
    second += (weights[index + 1] ?? 0) * (dense[index + 1] ?? 0);
    third += (weights[index + 2] ?? 0) * (dense[index + 2] ?? 0);
    fourth += (weights[index + 3] ?? 0) * (dense[index + 3] ?? 0);
  }
  for (; index < dense.length; index += 1) first += (weights[index] ?? 0) * (dense[index] ?? 0);
  for (let at = 0; at < indexes.length; at += 1) {
    first += (weights[dense.length + (indexes[at] ?? 0)] ?? 0) * (values[at] ?? 0);
  }
  return first + second + third + fourth;
}

function addTo(weights: Float64Array, { dense, sparse: { indexes, values } }: Features, amount: number): void {
  for (let index = 0; index < dense.length; index += 1) {
    weights[index] = (weights[index] ?? 0) + amount * (dense[index] ?? 0);
  }
  for (let at = 0; at < indexes.length; at += 1) {
    const feature = dense.length + (indexes[at] ?? 0);
    weights[feature] = (weights[feature] ?? 0) + amount * (values[at] ?? 0);
  }
  weights[weights.length - 1] = (weights[weights.length - 1] ?? 0) + amount;
}

function squareOf({ dense, sparse }: Features): number {
  return 1 + sumOfSquares(dense) + sumOfSquares(sparse.values);
}

function sumOfSquares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Fisher and Yates' shuffle of the first so many. */
function shuffle(order: Int32Array, count: number, random: () => number): void {
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}
