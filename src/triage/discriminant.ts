/** Linear functions of a vector, one a class; the class with the largest value is the likeliest. */
export interface Discriminant {
  readonly weights: readonly Float64Array[];
  readonly offsets: readonly number[];
}

/**
 * Share of the common variance that is spread evenly over all directions. A dozen examples a class cannot tell the
 * true shape of 384 dimensions, so half of it is assumed.
 */
const SHRINKAGE = 0.5;
/** Keeps the matrix regular when all examples of every class are the same. */
const LEAST_VARIANCE = 1e-4;

/**
 * Linear discriminant analysis with a shrunken covariance all classes share.
 *
 * @param classes vectors of one dimension; a class without any scores lowest everywhere
 * @see Friedman, "Regularized Discriminant Analysis", JASA 1989
 */
export function fitDiscriminant(classes: readonly (readonly Float32Array[])[]): Discriminant {
  const size = classes.find((vectors) => vectors.length > 0)?.[0]?.length ?? 0;
  const means = classes.map((vectors) => meanOf(vectors, size));
  const factor = factorize(shrink(covarianceOf(classes, means, size)));
  const weights = means.map((mean) => solve(factor, mean));
  const offsets = means.map((mean, index) =>
    classes[index]?.length === 0 ? Number.NEGATIVE_INFINITY : -0.5 * dot(mean, weights[index] ?? mean, size),
  );
  return { weights, offsets };
}

/** The value of every class for a vector. */
export function discriminate({ weights, offsets }: Discriminant, vector: Float32Array): number[] {
  const point = Float64Array.from(vector);
  return weights.map((weight, index) => dot(weight, point, point.length) + (offsets[index] ?? 0));
}

function meanOf(vectors: readonly Float32Array[], size: number): Float64Array {
  const mean = new Float64Array(size);
  for (const vector of vectors) {
    for (const [index, value] of vector.entries()) mean[index] = (mean[index] ?? 0) + value / vectors.length;
  }
  return mean;
}

/** Lower triangle, one array a row, of the covariance within classes. */
function covarianceOf(
  classes: readonly (readonly Float32Array[])[],
  means: readonly Float64Array[],
  size: number,
): Float64Array[] {
  const count = classes.reduce((sum, vectors) => sum + vectors.length, 0);
  // One array a dimension, so that every product below runs through memory in order.
  const deviations = Array.from({ length: size }, () => new Float64Array(count));
  let at = 0;
  for (const [index, vectors] of classes.entries()) {
    for (const vector of vectors) {
      for (const [dimension, values] of deviations.entries()) {
        values[at] = (vector[dimension] ?? 0) - (means[index]?.[dimension] ?? 0);
      }
      at += 1;
    }
  }
  return deviations.map((values, row) =>
    Float64Array.from({ length: row + 1 }, (_, column) => dot(values, deviations[column] ?? values, count) / count),
  );
}

/** Moves a covariance towards one that is the same in all directions. */
function shrink(rows: Float64Array[]): Float64Array[] {
  const trace = rows.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const even = Math.max(LEAST_VARIANCE, trace / Math.max(1, rows.length));
  return rows.map((row, index) =>
    row.map((value, column) => (1 - SHRINKAGE) * value + (column === index ? SHRINKAGE * even : 0)),
  );
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
