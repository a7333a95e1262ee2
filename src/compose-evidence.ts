import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabaseForReading, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openEvidenceStore } from './adapters/sqlite/open-evidence-store.ts';
import { openKnowledgeStore } from './adapters/sqlite/open-knowledge-store.ts';
import { openPolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { StoreError } from './adapters/sqlite/store-error.ts';
import { toLogName } from './audit/checkpoint.ts';
import { inOnePiece, type LogCopy } from './audit/published-log.ts';
import { createSegmentHash } from './audit/segment-folder.ts';
import { createNoteSigner } from './audit/signed-note.ts';
import { verifyLog } from './audit/verify-log.ts';
import { noteAct } from './backup/noted-acts.ts';
import {
  readAccess,
  readInstalled,
  readModels,
  readOutward,
  readQualifications,
  readReports,
} from './compose-evidence-facts.ts';
import { createLogCopy, logOf } from './compose-log-copies.ts';
import { openPolicy } from './compose-policy.ts';
import { openStore, readLogKey, type Store } from './compose-store.ts';
import { productVersion } from './config/product-version.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { EvidenceError } from './evidence/evidence-error.ts';
import type { EvidenceFacts } from './evidence/evidence-facts.ts';
import { EVIDENCE_ACT, hashTexts, toActTarget } from './evidence/manifest.ts';
import type { RunRecord } from './evidence/run-record.ts';
import { tallyLog } from './evidence/tallies/tally-log.ts';
import { type WrittenPack, writePack } from './evidence/write-pack.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';

export interface EvidenceWish {
  /** Folder, or file that ends in `.tar`. */
  readonly out: string;
  /** Folder of reports measured outside the appliance; `reports` of the data folder by default. */
  readonly reports?: string | undefined;
  readonly now?: () => Date;
  readonly onProgress?: (what: string) => void;
}

export interface EvidenceRun extends WrittenPack {
  readonly facts: EvidenceFacts;
  readonly record: RunRecord;
  /** Files in the folder of reports that are none. */
  readonly unread: readonly string[];
}

/**
 * Writes an evidence pack of a data folder, offline. The run is an entry of the log: at once where no appliance runs on the folder, and
 * then the pack carries the receipt; beside a running one within a minute, and the next pack shows it. Of a log that takes no
 * entry there is a pack all the same, and the record says so.
 *
 * @throws {EvidenceError} `data-missing`, `pack-exists` @throws {StoreError} @throws {ModelError} `catalogue-invalid`
 */
export async function writeEvidence(environment: Environment, wish: EvidenceWish): Promise<EvidenceRun> {
  const file = join(environment.data, 'confidant.db');
  if (!existsSync(file)) {
    throw new EvidenceError(
      'data-missing',
      `Cannot find an appliance's data in "${environment.data}": set CONFIDANT_DATA to its data folder`,
    );
  }
  const now = wish.now ?? (() => new Date());
  const draft = await beginPack(wish.out);
  let store: Store | undefined;
  let database: SqliteDatabase | undefined;
  try {
    store = openUnlessInUse(environment, now);
    database = store?.database ?? openDatabaseForReading(file);
    const parts = { environment, database, now, signingKey: store?.signingKey ?? readLogKey(environment.data) };
    database.exec('BEGIN');
    const { written, facts, unread } = await writeAll(parts, draft, wish);
    database.exec('COMMIT');
    const record =
      store === undefined ? noteRun(environment.data, written, now()) : await recordRun({ store, now, draft, written });
    await draft.finish();
    return { ...written, facts, record, unread };
  } catch (error) {
    // Half a pack would be taken for a whole one.
    await draft.discard();
    throw error;
  } finally {
    if (store === undefined) database?.close();
    else store.close();
  }
}

async function beginPack(out: string): Promise<LogCopy> {
  if (existsSync(out)) {
    throw new EvidenceError('pack-exists', `Cannot write the pack: there is already something at "${out}"`);
  }
  return createLogCopy(out);
}

/** The data folder for this process alone, or undefined where an appliance has it. */
function openUnlessInUse({ data, keyVault }: Environment, now: () => Date): Store | undefined {
  try {
    return openStore(data, now, keyVault);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store-in-use') return undefined;
    throw error;
  }
}

interface FactParts {
  readonly environment: Environment;
  readonly database: SqliteDatabase;
  readonly signingKey: KeyObject;
  readonly now: () => Date;
}

async function writeAll(parts: FactParts, draft: LogCopy, wish: EvidenceWish) {
  const { environment, database, signingKey, now } = parts;
  const signer = createNoteSigner(toLogName(signingKey), signingKey);
  wish.onProgress?.('reading reports and models');
  const { unread, ...reports } = readReports(wish.reports ?? join(environment.data, 'reports'));
  const config = readConfig(environment.config);
  const policy = openPolicy(environment.policies, openPolicyHistory(database));
  const snapshot = policy.current();
  const store = openEvidenceStore(database, now);
  const knowledge = openKnowledgeStore(database, now);
  wish.onProgress?.('verifying the log');
  const verification = verifyLog(store.reader, signer.vkey, {
    hashSegment: createSegmentHash(join(environment.data, 'segments')),
  });
  wish.onProgress?.('counting the log');
  const facts: EvidenceFacts = {
    madeAt: now().toISOString(),
    origin: signer.name,
    version: productVersion,
    log: {
      size: verification.entries,
      verification,
      tallies: tallyLog(store.reader.entries(0)),
    },
    settings: {
      idleMinutes: config.signIn.idleMinutes,
      absoluteHours: config.signIn.absoluteHours,
      signInByProvider: config.signIn.oidc !== undefined,
      keyVault: environment.keyVault?.kind ?? 'file',
      turnsAtOnce: config.limits.turnsAtOnce,
      requestsPerMinute: config.limits.requestsPerMinute,
      offline: environment.offline,
    },
    models: await readModels(environment, config),
    qualifications: await readQualifications(environment.data, signingKey),
    policy: { ...toPolicyFact(snapshot), problems: policy.problems().map(withoutFolder) },
    policyHistory: store.policies(),
    knowledge: { ...store.documents(), version: await knowledge.version() },
    access: readAccess(),
    keys: store.keys(),
    accounts: store.accounts(),
    sessions: store.sessions(),
    tables: store.tableAges(),
    holds: store.holds(),
    values: store.valuesByType(),
    outward: readOutward(snapshot, config),
    packages: readInstalled(),
    ...reports,
  };
  wish.onProgress?.('writing the pack');
  const log = logOf(database, environment.data, signer.vkey);
  const written = await writePack({ facts, log, signer }, draft);
  return { written, facts, unread };
}

function toPolicyFact({
  hash,
  texts,
  files,
  hardRules,
  handlers,
  moods,
}: PolicySnapshot): Omit<EvidenceFacts['policy'], 'problems'> {
  return {
    hash,
    files: hashTexts(texts),
    privacy: files.privacy,
    humanOnly: [...hardRules, ...handlers].map(({ id, reason, at }) => ({ id, reason, at: withoutFolder(at) })),
    calibrated: moods !== null,
  };
}

/** Places begin with the folder of the policies, which says where things stand on this machine. */
function withoutFolder(place: string): string {
  return place.replace(/^\S*\/(?=[\w.-]+\.yaml\b)/u, '');
}

/** Beside a running appliance, which brings it into the log within a minute. */
function noteRun(data: string, { manifest, manifestText }: WrittenPack, at: Date): RunRecord {
  const target = toActTarget(manifestText);
  noteAct(data, { act: EVIDENCE_ACT, target, at: at.toISOString(), after: manifest.log.size });
  return { kind: 'noted' };
}

interface Run {
  readonly store: Store;
  readonly now: () => Date;
  readonly draft: LogCopy;
  readonly written: WrittenPack;
}

/** Puts the run on the record and its receipt into the pack. Whoever has to look into a log that cannot go on needs the pack most. */
async function recordRun({ store, now, draft, written }: Run): Promise<RunRecord> {
  const at = now().toISOString();
  const actor = { role: 'operator', key: 'command' } as const;
  const target = toActTarget(written.manifestText);
  const committed = await store.ledger
    .commit({
      entry: { v: 2, kind: 'admin-act', at, actor, act: EVIDENCE_ACT, target },
      expects: null,
      idempotency: null,
      build: (context) => ({ writes: [], answer: context.receipt }),
    })
    .catch(toFailedRecord);
  if ('kind' in committed) return committed;
  const entry = store.log.entry(committed.index)?.sealed;
  await draft.write('receipt.json', inOnePiece(`${JSON.stringify({ entry, receipt: committed }, null, 1)}\n`));
  return { kind: 'recorded', index: committed.index };
}

function toFailedRecord(error: unknown): RunRecord & { readonly kind: 'failed' } {
  if (error instanceof Error && 'code' in error) return { kind: 'failed', code: String(error.code) };
  throw error;
}
