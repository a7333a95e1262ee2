import { createHash } from 'node:crypto';
import { AuditError } from '../audit/audit-error.ts';
import { copyLog } from '../audit/copy-log.ts';
import { inOnePiece, type LogCopy, type PublishedLog } from '../audit/published-log.ts';
import type { createNoteSigner } from '../audit/signed-note.ts';
import { type FileHashes, type JudgedControl, judgeControls } from './controls/judge-controls.ts';
import type { EvidenceFacts } from './evidence-facts.ts';
import { type Manifest, signManifest, toManifest, toManifestText } from './manifest.ts';
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

export interface PackParts {
  readonly facts: EvidenceFacts;
  /** As it was in the moment the facts belong to. */
  readonly log: PublishedLog;
  readonly signer: ReturnType<typeof createNoteSigner>;
}

export interface WrittenPack {
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly judged: readonly JudgedControl[];
}

/**
 * Writes a whole pack: the log, the reports, the judgement of the controls over them, at last the signed manifest of it all.
 * A file that is not written is missing in the judgement too. `copy` is left open, for what is made from the manifest.
 */
export async function writePack({ facts, log, signer }: PackParts, copy: LogCopy): Promise<WrittenPack> {
  const files = createFileList(copy);
  await copyWhatIsThere(log, files.below('log'));
  for (const [path, text] of Object.entries(toReports(facts))) await files.write(path, text);
  const judged = judgeControls(facts, files.hashes());
  await files.write('controls.csv', toControlsCsv(judged));
  await files.write('oscal-assessment-results.json', toJson(toOscal(facts, judged, files.hashes())));
  await files.write('index.html', toIndexPage(facts, judged, files.hashes()));
  const { size, verification } = facts.log;
  const { origin, version, madeAt } = facts;
  const tree = { size, root: verification.root };
  const manifest = toManifest({ origin, version, madeAt, log: tree, files: files.list() });
  const manifestText = toManifestText(manifest);
  await copy.write('manifest.json', inOnePiece(manifestText));
  await copy.write('manifest.note', inOnePiece(signManifest(signer, manifestText, manifest)));
  return { manifest, manifestText, judged };
}

/** Of a damaged log what can be read: whoever has to look into it needs the pack most. Its verification says what is wrong. */
async function copyWhatIsThere(log: PublishedLog, copy: LogCopy): Promise<void> {
  try {
    await copyLog(log, copy);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
  }
}

interface FileList {
  write(path: string, text: string): Promise<void>;
  /** Writes into a folder of the pack. */
  below(folder: string): LogCopy;
  list(): Manifest['files'];
  hashes(): FileHashes;
}

/** Notes hash and length of every file as it goes by. */
function createFileList(copy: LogCopy): FileList {
  const files: Manifest['files'] = [];
  const write = async (path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array, undefined, undefined> {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    }
    await copy.write(path, counted());
    files.push({ path, sha256: hash.digest('hex'), bytes });
  };
  return {
    write: (path, text) => write(path, inOnePiece(text)),
    below: (folder) => ({
      write: (path, pieces) => write(`${folder}/${path}`, pieces),
      finish: async () => undefined,
      discard: async () => undefined,
    }),
    list: () => files,
    hashes: () => new Map(files.map(({ path, sha256 }) => [path, sha256])),
  };
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
