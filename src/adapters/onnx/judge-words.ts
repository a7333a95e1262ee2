import type { Judgement } from './join-words.ts';

/** How the outputs of a token classifier are read. */
export interface Decoding {
  /** In the order of the model's outputs; the first means no finding. */
  readonly labels: readonly string[];
  /** Label → how sure the model must be that a word is anything at all. A label without one is not told. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/**
 * Reads one run of the model: a word has the mean of the probabilities of its pieces. Its label is the likeliest kind,
 * told when the belief that it is any kind reaches the threshold of that label.
 *
 * @param logits numbers of all pieces, piece by piece, one a label; the first piece is the mark of the start
 * @param pieces number of pieces of each word
 */
export function judgeWords(
  logits: Float32Array,
  pieces: readonly number[],
  { labels, thresholds }: Decoding,
): readonly (Judgement | undefined)[] {
  let at = labels.length;
  return pieces.map((count) => {
    const sums = new Float64Array(labels.length);
    for (let piece = 0; piece < count; piece += 1) {
      addProbabilities(logits.subarray(at, at + labels.length), sums);
      at += labels.length;
    }
    return judge(
      sums.map((sum) => sum / count),
      labels,
      thresholds,
    );
  });
}

function addProbabilities(logits: Float32Array, sums: Float64Array): void {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  for (const [index, power] of powers.entries()) sums[index] = (sums[index] ?? 0) + power / total;
}

function judge(
  probabilities: Float64Array,
  labels: readonly string[],
  thresholds: Decoding['thresholds'],
): Judgement | undefined {
  const kinds = probabilities.subarray(1);
  const label = labels[1 + kinds.indexOf(Math.max(...kinds))] ?? '';
  const score = Math.min(1, Math.max(0, 1 - (probabilities[0] ?? 1)));
  return score >= (thresholds[label] ?? Number.POSITIVE_INFINITY) ? { label, score } : undefined;
}
