import { describe, expect, it } from 'vitest';
import { parseMeasuredReport, parseTestReport } from './measured-reports.ts';

const hash = 'a'.repeat(64);
const at = '2026-11-20T10:00:00.000Z';

describe('parseMeasuredReport', () => {
  it('takes a report and drops what is no figure', () => {
    const drill = {
      report: 'restore-drill',
      at,
      ok: true,
      figures: [{ name: 'rto', value: 12 }],
      log: 'Ada Byron called',
    };
    expect(parseMeasuredReport(JSON.stringify(drill), hash)).toEqual({
      report: 'restore-drill',
      at,
      ok: true,
      figures: [{ name: 'rto', value: 12 }],
      sha256: hash,
    });
  });

  it('takes what evaluate prints, and counts a limit that was missed', () => {
    const printed = { suite: 'intent', test: '/x.jsonl', at, seconds: 3, figures: [], missed: ['accuracy>=0.99'] };
    expect(parseMeasuredReport(JSON.stringify(printed), hash)).toMatchObject({ report: 'evaluate-intent', ok: false });
  });

  it('keeps what an evaluation was made with, and no path of a file', () => {
    const made = {
      version: '0.1.0',
      datasets: [{ role: 'test', sha256: 'b'.repeat(64) }],
      models: [{ id: 'all-minilm-l6-v2-int8', sha256: 'c'.repeat(64) }],
      seed: 1,
    };
    const [dataset] = made.datasets;
    const printed = {
      suite: 'intent',
      at,
      figures: [],
      ...made,
      datasets: [{ ...dataset, file: '/home/ada/x.jsonl' }],
    };
    const kept = { report: 'evaluate-intent', at, ok: true, figures: [], ...made, sha256: hash };
    expect(parseMeasuredReport(JSON.stringify(printed), hash)).toEqual(kept);
  });

  it('refuses words where a code belongs', () => {
    const words = { report: 'drill', at, ok: true, figures: [{ name: 'x'.repeat(81), value: 1 }] };
    for (const text of ['{}', 'no json', JSON.stringify(words)])
      expect(parseMeasuredReport(text, hash)).toBeUndefined();
  });
});

const result = (name: string, status: string, ...each: readonly string[]) => ({
  name,
  status,
  assertionResults: each.map((one) => ({ status: one, title: 'Ada Byron' })),
});

describe('parseTestReport', () => {
  it('counts by file from the root of the product, and counts a file that did not load as failed', () => {
    const report = {
      startTime: Date.parse(at),
      testResults: [
        result('/home/x/test/faults/kill.test.ts', 'passed', 'passed', 'skipped'),
        result('C:\\work\\src\\audit\\proofs.test.ts', 'failed'),
      ],
    };
    expect(parseTestReport(JSON.stringify(report), hash)).toEqual({
      at,
      sha256: hash,
      files: [
        { path: 'src/audit/proofs.test.ts', passed: 0, failed: 1, skipped: 0 },
        { path: 'test/faults/kill.test.ts', passed: 1, failed: 0, skipped: 1 },
      ],
    });
  });
});
