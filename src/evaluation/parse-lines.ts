import type { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { EvaluationError } from './evaluation-error.ts';

/** Findings that are named before the rest is left out: a wrong format is wrong in every line. */
const MOST_FINDINGS = 5;

/** A file of JSON lines and what each line must be. */
export interface LinesFile<T> {
  /** Named in errors. */
  readonly fileName: string;
  readonly text: string;
  readonly schema: z.ZodType<T>;
}

/**
 * Parses JSON lines from anybody's hand; empty lines are passed over.
 *
 * @throws {EvaluationError} `line-invalid` with `file:line: why`, for an id that comes twice too; `input-empty`
 */
export function parseLines<T extends { readonly id: string }>({ fileName, text, schema }: LinesFile<T>): readonly T[] {
  const values: T[] = [];
  const findings: string[] = [];
  const firstLines = new Map<string, number>();
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line, schema);
    if (typeof parsed === 'string') findings.push(`${fileName}:${index + 1}: ${parsed}`);
    else {
      const first = firstLines.get(parsed.value.id);
      if (first !== undefined) findings.push(`${fileName}:${index + 1}: the id stands in line ${first} already`);
      firstLines.set(parsed.value.id, first ?? index + 1);
      values.push(parsed.value);
    }
  }
  if (findings.length > 0) throw new EvaluationError('line-invalid', wordFindings(findings));
  if (values.length === 0) throw new EvaluationError('input-empty', `Cannot evaluate "${fileName}": it has no lines`);
  return values;
}

function parseLine<T>(line: string, schema: z.ZodType<T>): { readonly value: T } | string {
  let json: unknown;
  try {
    json = parseJson(line);
  } catch {
    return 'is not JSON';
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  return parsed.error.issues
    .map(({ path, message }) => `${path.map(String).join('.') || 'line'}: ${message}`)
    .join('; ');
}

function wordFindings(findings: readonly string[]): string {
  const more = findings.length - MOST_FINDINGS;
  return [...findings.slice(0, MOST_FINDINGS), ...(more > 0 ? [`… and ${more} more lines`] : [])].join('\n');
}
