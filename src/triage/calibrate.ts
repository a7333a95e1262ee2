/** Turns a number into a probability: even odds at `middle`, more the more it is above, counted in `spread`. */
export interface Logistic {
  readonly middle: number;
  readonly spread: number;
}

export function logistic(middle: number, spread: number): Logistic {
  return { middle, spread };
}

export function probabilityOf({ middle, spread }: Logistic, value: number): number {
  return 1 / (1 + Math.exp(-(value - middle) / spread));
}

const ROUNDS = 60;
/** Softens a perfect separation, which would make every answer certain. */
const PULL = 0.02;

/**
 * Fits the probability that a value is one of the first kind, both kinds counting the same however many there are.
 * Newton's method on one variable.
 *
 * @see Platt, "Probabilistic outputs for support vector machines", 1999
 */
export function fitLogistic(first: readonly number[], second: readonly number[]): Logistic {
  const rows = [
    ...first.map((value) => ({ value, label: 1, weight: 0.5 / first.length })),
    ...second.map((value) => ({ value, label: 0, weight: 0.5 / second.length })),
  ];
  const mean = rows.reduce((sum, row) => sum + row.weight * row.value, 0);
  const deviation = Math.sqrt(rows.reduce((sum, row) => sum + row.weight * (row.value - mean) ** 2, 0)) || 1;
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let [bySlope, byOffset, slopeSlope, slopeOffset, offsetOffset] = [-PULL * slope, -PULL * offset, PULL, 0, PULL];
    for (const { value, label, weight } of rows) {
      const x = (value - mean) / deviation;
      const p = 1 / (1 + Math.exp(-(slope * x + offset)));
      const spread = weight * p * (1 - p);
      bySlope += weight * (label - p) * x;
      byOffset += weight * (label - p);
      slopeSlope += spread * x * x;
      slopeOffset += spread * x;
      offsetOffset += spread;
    }
    const determinant = slopeSlope * offsetOffset - slopeOffset * slopeOffset;
    slope += (bySlope * offsetOffset - byOffset * slopeOffset) / determinant;
    offset += (byOffset * slopeSlope - bySlope * slopeOffset) / determinant;
  }
  const steepness = Math.max(slope, 1e-3);
  return { middle: mean - (offset / steepness) * deviation, spread: deviation / steepness };
}

/** Temperatures that are tried, each a little warmer than the one before. */
const temperatures = Array.from({ length: 40 }, (_, index) => 0.05 * 1.12 ** index);

/**
 * The temperature at which the scores of examples say best how often they are right.
 *
 * @see Guo et al., "On Calibration of Modern Neural Networks", ICML 2017
 */
export function fitTemperature(
  judged: readonly { readonly scores: readonly number[]; readonly right: number }[],
): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (const temperature of temperatures) {
    const loss = temperatureLoss(judged, temperature);
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

/** How badly probabilities of this temperature foretell what is right: their negative log-likelihood, added up. */
export function temperatureLoss(
  judged: readonly { readonly scores: readonly number[]; readonly right: number }[],
  temperature: number,
): number {
  return judged.reduce((sum, { scores, right }) => sum - Math.log(softmax(scores, temperature)[right] ?? 1), 0);
}

/** Scores as probabilities that add up to 1. */
export function softmax(scores: readonly number[], temperature: number): readonly number[] {
  const best = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - best) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => Math.max(power / total, 1e-12));
}
