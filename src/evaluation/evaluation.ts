/** One measured figure. `n` counts what it was measured on; the value is null where there was nothing to measure. */
export interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly n: number;
}

/** Figures that only make sense beside each other; a cell that is null was not measured. */
export interface EvaluationTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A model something was measured with. */
export interface ModelInUse {
  readonly id: string;
  /** Of its first file, in hexadecimal digits. */
  readonly sha256: string;
}

/** What a suite found: its figures, and one line per input so that anyone can score it again. */
export interface Evaluation {
  readonly figures: readonly Figure[];
  readonly tables?: readonly EvaluationTable[];
  readonly predictions: readonly object[];
}

/** Told while something takes longer than a moment. */
export type OnProgress = (what: string) => void;

export function figure(name: string, value: number | null, n: number): Figure {
  return { name, value, n };
}
