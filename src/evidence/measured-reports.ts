import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';

/** Words that can hold no text of a customer: codes, versions, names of figures. */
const code = z.string().regex(/^[\w.:@≥≤%+/ -]{1,80}$/u);
const figure = z.object({ name: code, value: z.number().nullable(), n: z.int().nonnegative().optional() });

/**
 * What was measured outside the appliance, as it lies in the folder of reports: `{report, at, ok, figures}`. Anything else in a
 * file is dropped, so that a pack holds figures alone.
 */
const reportSchema = z.object({
  report: code,
  at: z.iso.datetime(),
  ok: z.boolean(),
  figures: z.array(figure).default([]),
});
const digest = z.string().regex(/^[0-9a-f]{64}$/u);
/** What an evaluation was made with; an earlier version printed none of it. */
const provenanceSchema = z
  .object({
    version: code,
    datasets: z.array(z.object({ role: z.enum(['test', 'train', 'corpus']), sha256: digest })),
    models: z.array(z.object({ id: code, sha256: digest })),
    seed: z.int().nullable(),
  })
  .partial();

/** As `npm run evaluate -- SUITE --json` prints it; its paths of files and its tables stay behind. */
const evaluationSchema = z
  .object({ suite: code, at: z.iso.datetime(), figures: z.array(figure), missed: z.array(z.string()).default([]) })
  .extend(provenanceSchema.shape)
  .transform(({ suite, missed, ...kept }) => ({
    ...kept,
    report: `evaluate-${suite}`,
    ok: missed.length === 0,
  }));

const anyReport = z.union([reportSchema, evaluationSchema]);
export type MeasuredReport = z.infer<typeof anyReport> & { readonly sha256: string };

/** Reads a report of any of the forms; undefined for a file that is none. */
export function parseMeasuredReport(text: string, sha256: string): MeasuredReport | undefined {
  const parsed = anyReport.safeParse(parseOrNull(text));
  return parsed.success ? { ...parsed.data, sha256 } : undefined;
}

/** The part of vitest's JSON report that says which file of tests passed. Titles stay behind. */
const testReportSchema = z.object({
  startTime: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
      status: z.string(),
    }),
  ),
});

export interface TestFileResult {
  /** From the root of the product, with `/`. */
  readonly path: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface TestReport {
  readonly at: string;
  readonly sha256: string;
  readonly files: readonly TestFileResult[];
}

/** Reads what `vitest run --reporter=json` wrote; undefined for anything else. */
export function parseTestReport(text: string, sha256: string): TestReport | undefined {
  const parsed = testReportSchema.safeParse(parseOrNull(text));
  if (!parsed.success) return undefined;
  const files = parsed.data.testResults.map(({ name, assertionResults, status }) => {
    const count = (...states: readonly string[]): number =>
      assertionResults.filter((one) => states.includes(one.status)).length;
    // A file that could not be loaded has no results and did not pass.
    const failed = count('failed') + (status === 'failed' && assertionResults.length === 0 ? 1 : 0);
    return { path: toRelative(name), passed: count('passed'), failed, skipped: count('skipped', 'pending', 'todo') };
  });
  return { at: new Date(parsed.data.startTime).toISOString(), sha256, files: files.sort(byPath) };
}

/** Where the product stood on the machine that ran the tests is nobody's business. */
function toRelative(path: string): string {
  return path.replaceAll('\\', '/').replace(/^.*?\/(?=(?:src|test)\/)/u, '');
}

function byPath(one: TestFileResult, other: TestFileResult): number {
  return one.path < other.path ? -1 : 1;
}

function parseOrNull(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
