import type { EvidenceFacts } from '../evidence-facts.ts';
import type { EntryPlace } from '../tallies/tally-entries.ts';
import type { Control } from './control.ts';
import { dataProtectionControls } from './data-protection.ts';
import { type Finding, judgeNeed } from './judge-needs.ts';
import { operationControls } from './operation.ts';
import { securityControls } from './security.ts';

/** The 38 controls, in their order. */
export const controls: readonly Control[] = [...dataProtectionControls, ...securityControls, ...operationControls];

/** `not-measured`: nothing speaks against it, and something that would have to speak for it is not there. */
export type ControlStatus = 'satisfied' | 'not-satisfied' | 'not-measured';

export interface Evidence extends Finding {
  readonly kind: 'file' | 'test' | 'report' | 'fact' | 'not-built';
  /** Path in the pack, path of a test, name of a report, or what was looked at. */
  readonly name: string;
  readonly sha256: string | null;
}

export interface JudgedControl {
  readonly control: Control;
  readonly status: ControlStatus;
  readonly evidence: readonly Evidence[];
  /** Entries of the log that bear on it: how many of a kind, and the last with its hash. */
  readonly entries: readonly { readonly kind: string; readonly count: number; readonly last: EntryPlace }[];
}

/** Files of a pack by path, with their SHA-256 in hexadecimal digits. */
export type FileHashes = ReadonlyMap<string, string>;

/**
 * Says of each control what speaks for it. Satisfied is only what has every piece of its evidence: a file that is not in the
 * pack or a fact that does not hold makes it not satisfied, a measurement nobody made leaves it not measured.
 */
export function judgeControls(facts: EvidenceFacts, files: FileHashes): readonly JudgedControl[] {
  return controls.map((control) => {
    const evidence = [
      ...control.files.map((path) => judgeFile(path, files)),
      ...control.needs.map((need): Evidence => ({ kind: 'fact', name: need, sha256: null, ...judgeNeed(need, facts) })),
      ...control.measured.map((name) => judgeReport(name, facts)),
      ...control.tests.map((path) => judgeTest(path, facts)),
      ...control.notBuilt.map(
        (name): Evidence => ({ kind: 'not-built', name, sha256: null, state: 'fails', what: 'This version has none' }),
      ),
    ];
    return { control, status: statusOf(evidence), evidence, entries: entriesOf(control, facts) };
  });
}

/** A file that is gone is no gap in measuring: whoever made the pack would have written it. */
function judgeFile(path: string, files: FileHashes): Evidence {
  const sha256 = files.get(path) ?? null;
  return {
    kind: 'file',
    name: path,
    sha256,
    ...(sha256 === null ? { state: 'fails', what: 'Missing in the pack' } : { state: 'holds', what: 'In the pack' }),
  };
}

function judgeReport(name: string, { measured }: EvidenceFacts): Evidence {
  const latest = measured.filter(({ report }) => report === name).sort((one, other) => (one.at < other.at ? 1 : -1))[0];
  if (latest === undefined)
    return { kind: 'report', name, sha256: null, state: 'missing', what: 'Not measured on this machine' };
  const { at, ok, sha256 } = latest;
  return { kind: 'report', name, sha256, state: ok ? 'holds' : 'fails', what: `Measured ${at}` };
}

function judgeTest(path: string, { tests }: EvidenceFacts): Evidence {
  const test = { kind: 'test', name: path, sha256: tests?.sha256 ?? null } as const;
  if (tests === null) return { ...test, state: 'missing', what: 'No report of a test run is here' };
  const file = tests.files.find((one) => one.path === path);
  if (file === undefined) return { ...test, state: 'missing', what: `Not in the run of ${tests.at}` };
  const what = `${file.passed} passed, ${file.failed} failed, ${file.skipped} skipped, ${tests.at}`;
  if (file.failed > 0) return { ...test, state: 'fails', what };
  return { ...test, state: file.passed > 0 ? 'holds' : 'missing', what };
}

function statusOf(evidence: readonly Evidence[]): ControlStatus {
  if (evidence.some(({ state }) => state === 'fails')) return 'not-satisfied';
  return evidence.length === 0 || evidence.some(({ state }) => state === 'missing') ? 'not-measured' : 'satisfied';
}

function entriesOf({ kinds }: Control, { log }: EvidenceFacts): JudgedControl['entries'] {
  return kinds.flatMap((kind) => {
    const found = log.tallies.entries.kinds[kind];
    return found === undefined ? [] : [{ kind, count: found.count, last: found.last }];
  });
}
