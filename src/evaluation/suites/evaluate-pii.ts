import { z } from 'zod';
import type { Entity } from '../../conversation/redacted-text.ts';
import { type Evaluation, type EvaluationTable, figure, type OnProgress } from '../evaluation.ts';
import { shareOf } from '../metrics/classification.ts';
import { isCovered, spanFiguresOf } from '../metrics/span-overlap.ts';
import { type BesideRun, besideFigures, besideTable, type FindBeside } from './pii-beside.ts';
import { onlyStructured, type PiiCase } from './pii-cases.ts';
import { msPerKilobyte, speedFigures, toPieces } from './pii-speed.ts';

const offset = z.number().int().min(0);

export const piiLine = z.object({
  id: z.string().min(1),
  text: z.string(),
  spans: z.array(z.object({ start: offset, end: offset, type: z.string() })),
});
export type PiiLine = z.infer<typeof piiLine>;

/** The lines of one file. */
export interface PiiSet {
  readonly name: string;
  readonly lines: readonly PiiLine[];
}

export type RedactText = (text: string) => Promise<{ readonly entities: readonly Entity[] }>;

const AT_ONCE = 200;

/**
 * Redacts every text as `POST /v1/redact` does and compares what was found with what is marked, whatever its kind: over
 * all sets together, set by set and kind by kind; and the same of another finder beside it.
 */
export async function evaluatePii(
  sets: readonly PiiSet[],
  redactText: RedactText,
  onProgress: OnProgress,
  beside?: FindBeside,
): Promise<Evaluation> {
  const bySet: { name: string; cases: PiiCase[] }[] = [];
  for (const { name, lines } of sets) bySet.push({ name, cases: await redactLines(lines, redactText, onProgress) });
  const cases = bySet.flatMap((set) => set.cases);
  const pieces = toPieces(cases.map(({ text }) => text));
  const ms = await msPerKilobyte(pieces, redactText, onProgress);
  const other = beside && (await beside({ cases, pieces, onProgress }));
  return {
    figures: [...figuresOf(bySet), ...speedFigures(ms), ...(other ? besideFigures(other) : [])],
    tables: [setTable(bySet), kindTable(cases, other), foundTable(cases), ...(other ? [besideTable(other)] : [])],
    predictions: cases.map(({ id, found: spans }) => ({ id, spans })),
  };
}

async function redactLines(lines: readonly PiiLine[], redactText: RedactText, onProgress: OnProgress) {
  const cases: PiiCase[] = [];
  for (const [index, { id, text, spans }] of lines.entries()) {
    if (index % AT_ONCE === 0) onProgress(`Redacting: ${index} of ${lines.length}`);
    const { entities } = await redactText(text);
    const found = entities.map(({ start, end, type, score }) => ({ start, end, type, score }));
    cases.push({ id, text, expected: spans, found });
  }
  return cases;
}

function figuresOf(bySet: readonly { readonly cases: readonly PiiCase[] }[]) {
  const cases = bySet.flatMap((set) => set.cases);
  const all = spanFiguresOf(cases);
  const clean = cases.filter((one) => one.expected.length === 0);
  const known = spanFiguresOf(onlyStructured(cases));
  return [
    figure('recall', all.recall, all.expected),
    figure('precision', all.precision, all.found),
    figure('f2', all.f2, all.expected),
    figure('structuredRecall', known.recall, known.expected),
    figure(
      'cleanTextsMarked',
      shareOf(clean, (one) => one.found.length > 0),
      clean.length,
    ),
    falseAlarms(bySet),
  ];
}

/** In sets in which nothing is marked at all: elsewhere people may have passed over what is there. */
function falseAlarms(bySet: readonly { readonly cases: readonly PiiCase[] }[]) {
  const clean = bySet.filter((set) => set.cases.every((one) => one.expected.length === 0)).flatMap((set) => set.cases);
  const alarms = clean.reduce((sum, one) => sum + one.found.length, 0);
  return figure('falseAlarmsPer1000', clean.length === 0 ? null : (alarms / clean.length) * 1_000, clean.length);
}

function setTable(bySet: readonly { readonly name: string; readonly cases: readonly PiiCase[] }[]): EvaluationTable {
  return {
    title: 'By set',
    columns: ['set', 'texts', 'spans', 'recall', 'precision', 'F2', 'texts without spans that were marked'],
    rows: bySet.map(({ name, cases }) => {
      const { recall, precision, f2, expected } = spanFiguresOf(cases);
      const clean = cases.filter((one) => one.expected.length === 0);
      const marked = clean.filter((one) => one.found.length > 0).length;
      return [name, cases.length, expected, recall, precision, f2, `${marked} of ${clean.length}`];
    }),
  };
}

/** Recall of each kind the sets mark, the commonest first. */
function kindTable(cases: readonly PiiCase[], other: BesideRun | undefined): EvaluationTable {
  const kinds = countBy(cases.flatMap((one) => one.expected.map(({ type }) => type)));
  return {
    title: 'By marked kind',
    columns: ['kind', 'n', 'recall', ...(other ? [`recall of ${other.name}`] : [])],
    rows: kinds.map(([kind, n]) => [kind, n, recallOf(cases, kind), ...(other ? [recallOf(other.cases, kind)] : [])]),
  };
}

function recallOf(cases: readonly PiiCase[], kind: string): number | null {
  const spans = cases.flatMap((one) =>
    one.expected.filter(({ type }) => type === kind).map((span) => isCovered(span, one)),
  );
  return shareOf(spans, (covered) => covered);
}

/** Precision of each kind that was found: the share that touches anything marked. */
function foundTable(cases: readonly PiiCase[]): EvaluationTable {
  const kinds = countBy(cases.flatMap((one) => one.found.map(({ type }) => type)));
  return {
    title: 'By found kind',
    columns: ['kind', 'found', 'precision'],
    rows: kinds.map(([kind, found]) => {
      const only = cases.map((one) => ({ ...one, found: one.found.filter(({ type }) => type === kind) }));
      return [kind, found, spanFiguresOf(only).precision];
    }),
  };
}

function countBy(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([one, first], [other, second]) => second - first || one.localeCompare(other));
}
