import { controlId } from './controls/control.ts';
import type { Evidence, JudgedControl } from './controls/judge-controls.ts';
import { toCsv } from './to-csv.ts';

const columns = [
  'control',
  'title',
  'sources',
  'status',
  'capability',
  'evidence that holds',
  'evidence against it',
  'evidence that is missing',
  'log entries',
];

/** The table of controls with what was found of each: one line a control. */
export function toControlsCsv(judged: readonly JudgedControl[]): string {
  const rows = judged.map(({ control, status, evidence, entries }) => [
    controlId(control),
    control.title,
    control.sources.join('; '),
    status,
    control.capability,
    ...(['holds', 'fails', 'missing'] as const).map((state) => wordsOf(evidence.filter((one) => one.state === state))),
    entries.map(({ kind, count, last }) => `${kind} ${count}, last ${last.index} ${last.leaf}`).join('; '),
  ]);
  return toCsv(columns, rows);
}

function wordsOf(evidence: readonly Evidence[]): string {
  return evidence
    .map(({ kind, name, what, sha256 }) => `${kind} ${name}: ${what}${sha256 === null ? '' : ` [sha256 ${sha256}]`}`)
    .join('; ');
}
