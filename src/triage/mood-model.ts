import type { MoodCalibration } from '../policy/moods.ts';
import { softmax } from './calibrate.ts';

/** Probabilities that a message is of each mood; they add up to 1. */
export interface MoodShares {
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
}

/** Reads the mood of a message from its vector. Capitals are no part of a vector, so that shouting alone says nothing. */
export function moodSharesOf(vector: Float32Array, { weights, temperature }: MoodCalibration): MoodShares {
  const [negative = 0, neutral = 0, positive = 0] = softmax(
    [weightedSum(vector, weights.negative), 0, weightedSum(vector, weights.positive)],
    temperature,
  );
  return { negative, neutral, positive };
}

/** The last weight is the constant. */
export function weightedSum(vector: Float32Array, weights: ArrayLike<number>): number {
  let sum = weights[vector.length] ?? 0;
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] ?? 0) * (weights[index] ?? 0);
  return sum;
}
