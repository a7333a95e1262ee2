import { type EvaluationTable, type Figure, figure, type OnProgress } from '../evaluation.ts';
import { spanFiguresOf } from '../metrics/span-overlap.ts';
import { onlyStructured, type PiiCase } from './pii-cases.ts';
import { speedFigures } from './pii-speed.ts';

export interface BesideWork {
  readonly cases: readonly PiiCase[];
  /** Texts of one KB, to be timed. */
  readonly pieces: readonly string[];
  readonly onProgress: OnProgress;
}

export interface BesideRun {
  /** In one word, as figures are named: `presidio`. */
  readonly name: string;
  /** The same texts with what the other one found. */
  readonly cases: readonly PiiCase[];
  /** Milliseconds of each piece. */
  readonly ms: readonly number[];
  /** Figures its makers publish of configurations that cannot be run here. */
  readonly published: readonly { readonly what: string; readonly recall: number; readonly precision: number }[];
}

/** Runs another finder of personal data over the same texts in the same run. */
export type FindBeside = (work: BesideWork) => Promise<BesideRun>;

export function besideFigures({ name, cases, ms }: BesideRun): readonly Figure[] {
  const all = spanFiguresOf(cases);
  const known = spanFiguresOf(onlyStructured(cases));
  return [
    figure(`${name}Recall`, all.recall, all.expected),
    figure(`${name}Precision`, all.precision, all.found),
    figure(`${name}F2`, all.f2, all.expected),
    figure(`${name}StructuredRecall`, known.recall, known.expected),
    ...speedFigures(ms, name),
  ];
}

export function besideTable({ name, cases, published }: BesideRun): EvaluationTable {
  const { recall, precision } = spanFiguresOf(cases);
  return {
    title: `Beside ${name}`,
    columns: ['what', 'recall', 'precision'],
    rows: [
      [`${name}, measured in this run: pattern recognisers, no language model`, recall, precision],
      ...published.map((row) => [`${row.what}, as published`, row.recall, row.precision]),
    ],
  };
}
