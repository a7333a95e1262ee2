import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPassageIndex } from './adapters/hnsw/open-passage-index.ts';
import { openAlertStore } from './adapters/sqlite/alert-rows.ts';
import { openAuditLog } from './adapters/sqlite/audit-log.ts';
import { openCosignatureStore } from './adapters/sqlite/cosignature-rows.ts';
import { lockDataFolder } from './adapters/sqlite/data-lock.ts';
import type { KeyDatabase } from './adapters/sqlite/key-database.ts';
import { openDatabase, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openKeyRegister } from './adapters/sqlite/open-key-register.ts';
import { openKeyStore } from './adapters/sqlite/open-key-store.ts';
import { openKnowledgeStore } from './adapters/sqlite/open-knowledge-store.ts';
import { openLedger } from './adapters/sqlite/open-ledger.ts';
import { openPolicyHistory, type PolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { openRecords } from './adapters/sqlite/open-records.ts';
import { openRevealAttempts } from './adapters/sqlite/open-reveal-attempts.ts';
import { openStaffStore, type StaffStore } from './adapters/sqlite/open-staff-store.ts';
import { openSubjectStore } from './adapters/sqlite/open-subject-store.ts';
import { openTextIndex } from './adapters/sqlite/open-text-index.ts';
import { StoreError } from './adapters/sqlite/store-error.ts';
import type { AlertStore } from './alerts/alert-store.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { createCheckpointSigner, generateLogKey, toLogName } from './audit/checkpoint.ts';
import { verifyCheckpoint } from './audit/checkpoint-verifier.ts';
import type { CosignatureStore } from './audit/cosignature-store.ts';
import { finishRestore } from './backup/finish-restore.ts';
import { openDataKeys } from './compose-keys.ts';
import { type LogFiles, openLogFiles } from './compose-segments.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import { replaceFile } from './files/replace-file.ts';
import { writeNewFile } from './files/write-new-file.ts';
import type { KeyRegister } from './identity/key-register.ts';
import type { KeyStore } from './identity/key-store.ts';
import type { KnowledgeStore } from './knowledge/knowledge-store.ts';
import type { PassageIndex } from './knowledge/passage-index.ts';
import type { TextIndex } from './knowledge/text-index.ts';
import type { Records } from './pipeline/records.ts';
import type { RevealAttempts } from './pipeline/reveal-value.ts';
import { type WatchedLedger, watchCommits } from './pipeline/watch-commits.ts';
import type { SubjectStore } from './privacy/subject-store.ts';

/** Everything that lies in the data folder, open. */
export interface Store extends LogFiles, WatchedLedger {
  readonly database: SqliteDatabase;
  readonly keys: KeyDatabase;
  readonly log: AuditLog;
  /** Signs what this appliance vouches for: checkpoints and qualifications. */
  readonly signingKey: KeyObject;
  readonly records: Records;
  readonly knowledge: KnowledgeStore;
  readonly textIndex: TextIndex;
  readonly passageIndex: PassageIndex;
  readonly keyStore: KeyStore;
  readonly keyRegister: KeyRegister;
  readonly staff: StaffStore;
  readonly revealAttempts: RevealAttempts;
  readonly policyHistory: PolicyHistory;
  readonly subjects: SubjectStore;
  readonly alerts: AlertStore;
  readonly cosignatures: CosignatureStore;
  close(): void;
}

/**
 * Opens the data folder for this process alone, and makes what a fresh one lacks: master key, log key, databases. A key
 * that is gone is never made a second time: the rest of the folder speaks only to the first one.
 *
 * @throws {StoreError} for a folder that is in use, unwritable or damaged, and for keys that are missing or other ones
 */
export function openStore(data: string, now: () => Date, keyVault?: KeyVaultSetting): Store {
  const lock = lockDataFolder(data);
  const opened: { close(): void }[] = [{ close: lock.release }];
  const close = (): void => {
    for (const one of opened.splice(0).reverse()) one.close();
  };
  try {
    finishRestore(data);
    const signingKey = readLogKey(data);
    const keys = openDataKeys(data, keyVault);
    opened.push(keys);
    const database = openDatabase(join(data, 'confidant.db'), { keys });
    opened.push(database);
    const log = openSignedLog(database, { data, keys, signingKey, now });
    return {
      database,
      keys,
      log,
      ...openLogFiles(data, database, log),
      signingKey,
      ...watchCommits(openLedger({ database, log, keys, now })),
      records: openRecords({ database, keys, log }),
      knowledge: openKnowledgeStore(database, now),
      textIndex: openTextIndex(database),
      passageIndex: openPassageIndex(join(data, 'index')),
      keyStore: openKeyStore(database, now),
      keyRegister: openKeyRegister(database, now),
      staff: openStaffStore(database, now),
      revealAttempts: openRevealAttempts(database),
      policyHistory: openPolicyHistory(database),
      subjects: openSubjectStore(database, keys),
      alerts: openAlertStore(database),
      cosignatures: openCosignatureStore(database),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface SignedLogParts {
  readonly data: string;
  readonly keys: KeyDatabase;
  readonly signingKey: KeyObject;
  readonly now: () => Date;
}

/** The log with the key that signed it: signing on with another one would end what receipts prove. */
function openSignedLog(database: SqliteDatabase, { data, keys, signingKey, now }: SignedLogParts): AuditLog {
  const signer = createCheckpointSigner({ name: toLogName(signingKey), privateKey: signingKey });
  const log = openAuditLog({ database, keys, signer, now });
  if (verifyCheckpoint(log.latestCheckpoint(), signer.vkey).kind === 'refused') {
    throw new StoreError(
      'log-key-other',
      `Cannot open the log: "${join(data, 'audit.key')}" is not the key that signed it; bring back the first one`,
    );
  }
  keepVkey(join(data, 'audit.vkey'), `${signer.vkey}\n`);
  return log;
}

/** Auditors and kiosks read it at any moment. */
function keepVkey(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) replaceFile(file, text, 0o644);
}

/** The key checkpoints and qualifications are signed with, Ed25519 in PKCS#8 PEM, made once, before `confidant.db`. */
export function readLogKey(data: string): KeyObject {
  const file = join(data, 'audit.key');
  if (!existsSync(file)) {
    if (existsSync(join(data, 'confidant.db'))) {
      throw new StoreError('log-key-missing', `Cannot open the log: "${file}" is missing; bring it back from a backup`);
    }
    writeNewFile(file, generateLogKey().privateKeyPem);
  }
  try {
    return createPrivateKey(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StoreError('log-key-damaged', `Cannot open the log: "${file}" holds no key`, { cause });
  }
}
