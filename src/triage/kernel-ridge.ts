import { similarity } from '../models/similarity.ts';

/** How much each class is met by examples near a vector; the class with the largest value is the likeliest. */
export interface KernelRidge {
  readonly classes: number;
  readonly points: readonly Float32Array[];
  /** Class after class for each point. */
  readonly weights: Float64Array;
}

/** Values of every class, about 1 amid its examples and 0 far from all of them. */
export interface Likeness {
  readonly values: Float64Array;
  /** Cosine to the nearest point. */
  readonly nearest: number;
}

/** How fast likeness falls off: two vectors at cosine c count exp(WIDTH · (c − 1)). */
const WIDTH = 4;
/** How far a single example may be overruled by those around it. */
const RIDGE = 0.1;

/**
 * Regularised least squares with a Gaussian kernel: exact, without rounds, and best where examples are few.
 *
 * @param points vectors of Euclidean length 1 @param labels class of each point, from 0
 * @see Rifkin, Yeo & Poggio, "Regularized Least-Squares Classification", 2003
 */
export function fitKernelRidge(points: readonly Float32Array[], labels: Int32Array, classes: number): KernelRidge {
  const factor = factorize(
    points.map((point, row) =>
      Float64Array.from(
        { length: row + 1 },
        (_, column) => kernel(similarity(point, points[column] ?? point)) + (column === row ? RIDGE : 0),
      ),
    ),
  );
  const weights = new Float64Array(points.length * classes);
  for (let label = 0; label < classes; label += 1) {
    const solution = solve(
      factor,
      Float64Array.from(labels, (own) => (own === label ? 1 : 0)),
    );
    for (let row = 0; row < points.length; row += 1) weights[row * classes + label] = solution[row] ?? 0;
  }
  return { classes, points, weights };
}

export function likenessTo({ classes, points, weights }: KernelRidge, vector: Float32Array): Likeness {
  const values = new Float64Array(classes);
  let nearest = 0;
  for (const [row, point] of points.entries()) {
    const cosine = similarity(point, vector);
    if (cosine > nearest) nearest = cosine;
    const near = kernel(cosine);
    const from = row * classes;
    for (let label = 0; label < classes; label += 1) {
      values[label] = (values[label] ?? 0) + near * (weights[from + label] ?? 0);
    }
  }
  return { values, nearest };
}

function kernel(cosine: number): number {
  return Math.exp(WIDTH * (cosine - 1));
}

/** Cholesky factor of a symmetric matrix, in place of its lower triangle. */
function factorize(rows: Float64Array[]): Float64Array[] {
  for (const [index, row] of rows.entries()) {
    for (let column = 0; column < index; column += 1) {
      const above = rows[column] ?? row;
      row[column] = ((row[column] ?? 0) - dot(row, above, column)) / (above[column] ?? 1);
    }
    row[index] = Math.sqrt((row[index] ?? 0) - dot(row, row, index));
  }
  return rows;
}

/** Solves with the factor: forwards, then backwards. */
function solve(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = Float64Array.from(right);
  for (const [index, row] of factor.entries()) {
    solution[index] = ((solution[index] ?? 0) - dot(row, solution, index)) / (row[index] ?? 1);
  }
  for (let index = factor.length - 1; index >= 0; index -= 1) {
    const row = factor[index] ?? solution;
    const value = (solution[index] ?? 0) / (row[index] ?? 1);
    solution[index] = value;
    for (let column = 0; column < index; column += 1) {
      solution[column] = (solution[column] ?? 0) - value * (row[column] ?? 0);
    }
  }
  return solution;
}

/** Product of the first numbers of both. Four sums at once keep the processor busy. */
function dot(one: Float64Array, other: Float64Array, length: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < length; index += 4) {
    first += (one[index] ?? 0) * (other[index] ?? 0);
    second += (one[index + 1] ?? 0) * (other[index + 1] ?? 0);
    third += (one[index + 2] ?? 0) * (other[index + 2] ?? 0);
    fourth += (one[index + 3] ?? 0) * (other[index + 3] ?? 0);
  }
  for (; index < length; index += 1) first += (one[index] ?? 0) * (other[index] ?? 0);
  return first + second + third + fourth;
}
