import type { EvaluationTable, Figure } from '../src/evaluation/evaluation.ts';

/** Figures as a table of Markdown. */
export function toFigureLines(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map(({ name, value, n }) => `| ${name} | ${value === null ? '–' : value.toFixed(4)} | ${n} |`);
  return ['| figure | value | n |', '| --- | ---: | ---: |', ...rows];
}

/** A table of Markdown under its title. */
export function toTableLines({ title, columns, rows }: EvaluationTable): readonly string[] {
  return [
    '',
    title,
    '',
    toRow(columns),
    toRow(columns.map(() => '---')),
    ...rows.map((cells) => toRow(cells.map(toCell))),
  ];
}

function toRow(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function toCell(value: string | number | null): string | number {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : (value ?? '–');
}
