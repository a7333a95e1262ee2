/** One measured figure. `n` counts what it was measured on; the value is null where there was nothing to measure. */
export interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly n: number;
}

/** What a suite found: its figures, and one line per input so that anyone can score it again. */
export interface Evaluation {
  readonly figures: readonly Figure[];
  readonly predictions: readonly object[];
}

/** Told while something takes longer than a moment. */
export type OnProgress = (what: string) => void;

export function figure(name: string, value: number | null, n: number): Figure {
  return { name, value, n };
}
