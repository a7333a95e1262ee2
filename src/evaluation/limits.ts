import type { Figure } from './evaluation.ts';

const form = /^([a-zA-Z][a-zA-Z0-9]*)(>=|<=)(\d+(?:\.\d+)?)$/u;

/** `accuracy>=0.92` or `missedAnger<=0.4`. */
export function isLimit(text: string): boolean {
  return form.test(text);
}

/** The limits that the figures do not hold; one on a figure that was not measured is not held. */
export function missedLimits(figures: readonly Figure[], limits: readonly string[]): readonly string[] {
  return limits.filter((limit) => {
    const [, name, comparison, bound] = form.exec(limit) ?? [];
    const value = figures.find((figure) => figure.name === name)?.value ?? null;
    if (value === null) return true;
    return comparison === '>=' ? value < Number(bound) : value > Number(bound);
  });
}
