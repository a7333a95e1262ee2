import { randomInt } from 'node:crypto';

/** A whole number from 0 below `bound`, each as likely as the other. */
export type DrawBelow = (bound: number) => number;

/**
 * Draws noise of the discrete Laplace (two-sided geometric) distribution: P(x) ∝ e^(−ε·|x|) with ε = s / t. Added to a
 * count that one subject changes by at most one, it gives ε-differential privacy.
 *
 * Only whole numbers are computed with: noise made out of floating-point numbers leaves gaps that give the count away
 * (Mironov, CCS 2012). The way of drawing is Canonne, Kamath & Steinke, "The Discrete Gaussian for Differential Privacy",
 * NeurIPS 2020, algorithms 1 and 2; the mechanism is Ghosh, Roughgarden & Sundararajan, SIAM J. Comput. 41(6), 2012;
 * the definition Dwork & Roth, "The Algorithmic Foundations of Differential Privacy", 2014.
 *
 * @param epsilon s / t, both positive whole numbers
 * @param draw cryptographic by default; noise that can be guessed can be taken off again
 */
export function drawDiscreteLaplace(
  { s, t }: { readonly s: number; readonly t: number },
  draw: DrawBelow = randomInt,
): number {
  for (;;) {
    const low = draw(t);
    if (!isDrawnExp(low, t, draw)) continue;
    let high = 0;
    while (isDrawnExp(1, 1, draw)) high += 1;
    const size = Math.floor((low + t * high) / s);
    const isNegative = draw(2) === 1;
    // Zero has one sign.
    if (isNegative && size === 0) continue;
    return isNegative ? -size : size;
  }
}

/** True with probability e^(−a / b), for 0 ≤ a ≤ b. */
function isDrawnExp(a: number, b: number, draw: DrawBelow): boolean {
  let round = 1;
  while (draw(b * round) < a) round += 1;
  return round % 2 === 1;
}
