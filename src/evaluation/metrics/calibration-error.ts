/** How sure an answer was, 0–1, and whether it was right. */
export interface Confident {
  readonly confidence: number;
  readonly right: boolean;
}

const BINS = 15;

/**
 * Expected calibration error: how far confidence and the share of right answers lie apart, 0–1, weighted over bins of
 * equal width. Null for no answers.
 *
 * @see Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015
 */
export function calibrationErrorOf(answers: readonly Confident[]): number | null {
  if (answers.length === 0) return null;
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }));
  for (const { confidence, right } of answers) {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(confidence * BINS)))];
    if (bin === undefined) continue;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / answers.length;
}
