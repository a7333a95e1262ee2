import type { DeidentifiedLine } from './deidentify.ts';

export const exportFormats = ['conversation', 'intent', 'pii'] as const;
/** `intent` and `pii` are the lines `npm run evaluate` reads; `conversation` is all that was said, one a line. */
export type ExportFormat = (typeof exportFormats)[number];

/** JSON lines of one conversation. Its name is its place in the export: ids and times lead back. */
export function toExportLines(
  lines: readonly DeidentifiedLine[],
  { format, number }: { readonly format: ExportFormat; readonly number: number },
): readonly string[] {
  const name = `d${number}`;
  if (format === 'conversation') {
    return [JSON.stringify({ id: name, turns: lines.map(({ from, text }) => ({ from, text })) })];
  }
  return lines.flatMap((line, index) => {
    const id = `${name}-${index + 1}`;
    if (line.from !== 'customer') return [];
    if (format === 'pii') return [JSON.stringify({ id, text: line.text, spans: line.spans })];
    return line.intent === null ? [] : [JSON.stringify({ id, text: line.text, label: line.intent })];
  });
}
