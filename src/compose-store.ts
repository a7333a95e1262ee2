import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPassageIndex } from './adapters/hnsw/open-passage-index.ts';
import { openAuditLog } from './adapters/sqlite/audit-log.ts';
import { type KeyDatabase, openKeyDatabase } from './adapters/sqlite/key-database.ts';
import { openDatabase, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openKeyStore } from './adapters/sqlite/open-key-store.ts';
import { openKnowledgeStore } from './adapters/sqlite/open-knowledge-store.ts';
import { openLedger } from './adapters/sqlite/open-ledger.ts';
import { openPolicyHistory, type PolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { openRecords } from './adapters/sqlite/open-records.ts';
import { openTextIndex } from './adapters/sqlite/open-text-index.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { createCheckpointSigner, generateLogKey, toLogName } from './audit/checkpoint.ts';
import type { KeyStore } from './identity/key-store.ts';
import type { KnowledgeStore } from './knowledge/knowledge-store.ts';
import type { PassageIndex } from './knowledge/passage-index.ts';
import type { TextIndex } from './knowledge/text-index.ts';
import type { Ledger } from './pipeline/ledger.ts';
import type { Records } from './pipeline/records.ts';
import { readMasterKey } from './privacy/read-master-key.ts';

/** Everything that lies in the data folder, open. */
export interface Store {
  readonly database: SqliteDatabase;
  readonly keys: KeyDatabase;
  readonly log: AuditLog;
  /** Signs what this appliance vouches for: checkpoints and qualifications. */
  readonly signingKey: KeyObject;
  readonly ledger: Ledger;
  readonly records: Records;
  readonly knowledge: KnowledgeStore;
  readonly textIndex: TextIndex;
  readonly passageIndex: PassageIndex;
  readonly keyStore: KeyStore;
  readonly policyHistory: PolicyHistory;
  close(): void;
}

/** Opens the data folder, and makes what a fresh one lacks: master key, log key, databases. */
export function openStore(data: string, now: () => Date): Store {
  const keys = openKeyDatabase(join(data, 'keys.db'), readMasterKey(join(data, 'master.key')));
  const database = openDatabase(join(data, 'confidant.db'));
  const signingKey = readLogKey(data);
  const signer = createCheckpointSigner({ name: toLogName(signingKey), privateKey: signingKey });
  writeFileSync(join(data, 'audit.vkey'), `${signer.vkey}\n`, { mode: 0o644 });
  const log = openAuditLog({ database, signer, now });
  return {
    database,
    keys,
    log,
    signingKey,
    ledger: openLedger({ database, log, keys, now }),
    records: openRecords(database, keys),
    knowledge: openKnowledgeStore(database, now),
    textIndex: openTextIndex(database),
    passageIndex: openPassageIndex(join(data, 'index')),
    keyStore: openKeyStore(database, now),
    policyHistory: openPolicyHistory(database, now),
    close: function closeStore() {
      database.close();
      keys.close();
    },
  };
}

/** The key checkpoints and qualifications are signed with, Ed25519 in PKCS#8 PEM, made once. */
export function readLogKey(data: string): KeyObject {
  const file = join(data, 'audit.key');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, generateLogKey().privateKeyPem, { mode: 0o600, flag: 'wx', flush: true });
  return createPrivateKey(readFileSync(file, 'utf8'));
}
