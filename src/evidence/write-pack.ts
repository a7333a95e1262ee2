import type { createNoteSigner } from '../audit/signed-note.ts';
import { type JudgedControl, judgeControls } from './controls/judge-controls.ts';
import type { EvidenceFacts } from './evidence-facts.ts';
import type { LogFile } from './log/log-layout.ts';
import { hashOf, type Manifest, signManifest, toManifest, toManifestText } from './manifest.ts';
import { toIndexPage } from './pages/index-page.ts';
import { toSystemCardPage } from './pages/system-card-page.ts';
import { toAccessMatrix, toAccountReport, toEgressReport } from './reports/access-report.ts';
import { toImpactAnnex, toProcessingSheet } from './reports/processing-sheet.ts';
import { toRetentionReport } from './reports/retention-report.ts';
import { toSystemCard } from './reports/system-card.ts';
import { toControlsCsv } from './to-controls-csv.ts';
import { toCsv } from './to-csv.ts';
import { toOscal } from './to-oscal.ts';
import { toSbom } from './to-sbom.ts';

/** Where the files of a pack go, by their path in it. */
export interface PackSink {
  write(path: string, bytes: Uint8Array | string): void;
}

export interface PackParts {
  readonly facts: EvidenceFacts;
  /** Files of the log, read in the moment the facts belong to. */
  readonly log: Iterable<LogFile>;
  readonly signer: ReturnType<typeof createNoteSigner>;
}

export interface WrittenPack {
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly judged: readonly JudgedControl[];
}

/**
 * Writes a whole pack: the log, the reports, the judgement of the controls over them, at last the signed manifest of it all.
 * A file that is not written is missing in the judgement too.
 */
export function writePack({ facts, log, signer }: PackParts, sink: PackSink): WrittenPack {
  const files: Manifest['files'] = [];
  const hashes = new Map<string, string>();
  const write = (path: string, content: Uint8Array | string): void => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    sink.write(path, bytes);
    const sha256 = hashOf(bytes);
    files.push({ path, sha256, bytes: bytes.length });
    hashes.set(path, sha256);
  };
  for (const { path, bytes } of log) write(`log/${path}`, bytes);
  for (const [path, text] of Object.entries(toReports(facts))) write(path, text);
  const judged = judgeControls(facts, hashes);
  write('controls.csv', toControlsCsv(judged));
  write('oscal-assessment-results.json', toJson(toOscal(facts, judged, hashes)));
  write('index.html', toIndexPage(facts, judged, hashes));
  const { size, verification } = facts.log;
  const { origin, version, madeAt } = facts;
  const manifest = toManifest({ origin, version, madeAt, log: { size, root: verification.root }, files });
  const manifestText = toManifestText(manifest);
  sink.write('manifest.json', manifestText);
  sink.write('manifest.note', signManifest(signer, manifestText, manifest));
  return { manifest, manifestText, judged };
}

/** Every report by its path. */
function toReports(facts: EvidenceFacts): Readonly<Record<string, string>> {
  const { tallies, verification } = facts.log;
  const { ledger, ...consents } = tallies.consents;
  const { handovers, ...oversight } = tallies.oversight;
  const card = toSystemCard(facts);
  const reports = {
    'log-verification.json': verification,
    'system-card.json': card,
    'reports/entries.json': { unreadable: tallies.unreadable, ...tallies.entries },
    'reports/clock.json': tallies.clock,
    'reports/redaction.json': { ...tallies.redaction, valuesKept: facts.values },
    'reports/oversight.json': { ...oversight, humanOnlyRules: facts.policy.humanOnly },
    'reports/consents.json': consents,
    'reports/sessions.json': toSessionRegister(facts),
    'reports/requests.json': tallies.requests,
    'reports/retention.json': toRetentionReport(facts),
    'reports/processing.json': toProcessingSheet(facts),
    'reports/impact.json': toImpactAnnex(facts),
    'reports/accounts.json': toAccountReport(facts),
    'reports/sign-ins.json': tallies.staff,
    'reports/changes.json': tallies.changes,
    'reports/policy-history.json': facts.policyHistory,
    'reports/egress.json': toEgressReport(facts),
    'reports/measured.json': { tests: facts.tests, reports: facts.measured },
    ...(facts.packages === null ? {} : { 'sbom.cdx.json': toSbom({ ...facts, packages: facts.packages }) }),
  };
  return {
    ...Object.fromEntries(Object.entries(reports).map(([path, report]) => [path, toJson(report)])),
    'system-card.html': toSystemCardPage(card),
    'reports/access-matrix.csv': toAccessMatrix(facts),
    'reports/redaction.csv': toCsv(
      ['day', 'type', 'turns'],
      tallies.redaction.days.map(({ day, type, turns }) => [day, type, turns]),
    ),
    'reports/consents.csv': toRows(ledger, [
      'index',
      'at',
      'subject',
      'purpose',
      'granted',
      'text',
      'language',
      'keepDays',
    ]),
    'reports/handovers.csv': toRows(handovers, [
      'reference',
      'reason',
      'queue',
      'priority',
      'at',
      'claimedAfterMs',
      'endedAfterMs',
      'end',
      'assistantWasRight',
      'index',
    ]),
    ...(facts.packages === null ? {} : { 'licences.csv': toLicences(facts) }),
  };
}

/** What sessions rest on and began with; those that were purged are in the counts of the log alone. */
function toSessionRegister({ sessions, log }: EvidenceFacts) {
  const { conversations, withNotice, withDisclosure, notices, disclosures } = log.tallies.consents;
  return { stored: sessions, conversations, withNotice, withDisclosure, notices, disclosures };
}

function toLicences({ packages, models }: EvidenceFacts): string {
  const rows = [
    ...models.map(({ id, licence }) => ['model', id, '', licence, 'yes']),
    ...(packages ?? []).map(({ name, version, licence, dev }) => [
      'package',
      name,
      version,
      licence ?? 'not stated',
      dev ? 'no' : 'yes',
    ]),
  ];
  return toCsv(['kind', 'name', 'version', 'licence', 'part of the running product'], rows);
}

function toRows<Column extends string>(
  rows: readonly Readonly<Record<Column, string | number | boolean | null>>[],
  columns: readonly Column[],
): string {
  return toCsv(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
