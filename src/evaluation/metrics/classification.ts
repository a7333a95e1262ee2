/** One text with the label it has and the label it was given. */
export interface Judged {
  readonly expected: string;
  readonly predicted: string;
}

/** Share of texts that got their own label, 0–1; null for none. */
export function accuracyOf(judged: readonly Judged[]): number | null {
  return shareOf(judged, ({ expected, predicted }) => expected === predicted);
}

/**
 * Mean over the expected labels of the harmonic mean of precision and recall, 0–1: a rare label counts as much as a
 * common one. Null for no texts.
 */
export function macroF1Of(judged: readonly Judged[]): number | null {
  const labels = [...new Set(judged.map(({ expected }) => expected))];
  const f1 = labels.map((label) => {
    const right = judged.filter(({ expected, predicted }) => expected === label && predicted === label).length;
    const both = judged.filter(({ expected }) => expected === label).length + countOf(judged, label);
    return (2 * right) / both;
  });
  return meanOf(f1);
}

/** Share of those for which something holds, 0–1; null for none. */
export function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(holds).length / all.length;
}

/** Null for none. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function countOf(judged: readonly Judged[], label: string): number {
  return judged.filter(({ predicted }) => predicted === label).length;
}
