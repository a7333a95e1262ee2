/** Directions and phases that turn a vector into waves; the product of two texts' waves is near for near texts alone. */
export interface RandomFeatures {
  /** One row a feature, one after the other. */
  readonly directions: Float32Array;
  readonly phases: Float32Array;
}

/** How fast nearness falls off: two vectors at cosine c count exp(WIDTH · (c − 1)). */
const WIDTH = 4;
/** What the features of intents are drawn from: a fit on the same examples is the same everywhere. */
export const FEATURE_SEED = 1;

/**
 * Draws features whose inner product approximates a Gaussian kernel, so that a linear machine can bend around examples.
 * The same seed draws the same features.
 *
 * @param size numbers in a vector
 * @see Rahimi & Recht, "Random Features for Large-Scale Kernel Machines", NIPS 2007
 */
export function drawRandomFeatures(size: number, count: number, seed = FEATURE_SEED): RandomFeatures {
  const random = createRandom(seed);
  const spread = Math.sqrt(WIDTH);
  return {
    directions: Float32Array.from({ length: size * count }, () => spread * gaussian(random)),
    phases: Float32Array.from({ length: count }, () => 2 * Math.PI * random()),
  };
}

/** The waves of a vector, of length about 1. */
export function toWaves(vector: Float32Array, { directions, phases }: RandomFeatures): Float32Array {
  const scale = Math.sqrt(2 / phases.length);
  const waves = new Float32Array(phases.length);
  const size = vector.length;
  for (let feature = 0; feature < phases.length; feature += 1) {
    const from = feature * size;
    let [first, second] = [0, 0];
    for (let index = 0; index + 1 < size; index += 2) {
      first += (vector[index] ?? 0) * (directions[from + index] ?? 0);
      second += (vector[index + 1] ?? 0) * (directions[from + index + 1] ?? 0);
    }
    if (size % 2 === 1) first += (vector[size - 1] ?? 0) * (directions[from + size - 1] ?? 0);
    waves[feature] = scale * Math.cos(first + second + (phases[feature] ?? 0));
  }
  return waves;
}

/** Numbers from 0 to 1 that a seed gives again. @see Steele et al., "Fast splittable pseudorandom number generators" */
export function createRandom(seed: number): () => number {
  let state = seed;
  return function nextRandom() {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's method. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
