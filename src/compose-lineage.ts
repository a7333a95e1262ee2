import { existsSync } from 'node:fs';
import { openDatabaseForReading } from './adapters/sqlite/open-database.ts';
import { createConversationReader } from './adapters/sqlite/read-conversations.ts';
import { createDocumentVersions, type DocumentVersion } from './adapters/sqlite/read-document-versions.ts';
import { createLineageRecords } from './adapters/sqlite/read-lineage.ts';
import { findKeysBeside } from './compose-keys.ts';
import { createPassageFinder } from './compose-passages.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import type { CitingReply, DocumentImport } from './pipeline/lineage/lineage-records.ts';
import { type TracedReply, traceReply } from './pipeline/lineage/trace-reply.ts';
import { readInputs, type Unavailable } from './pipeline/replay/recorded-inputs.ts';

/** A version of a document with how it came in, and every reply that cited it. */
export interface TracedVersion extends Omit<DocumentVersion, 'source'> {
  readonly importedBy: DocumentImport | null;
  readonly citedBy: readonly CitingReply[];
}

/** From replies to documents and back; reads alone, beside a running appliance too. */
export interface Lineage extends Disposable {
  reply(conversation: string, turn: number): TracedReply | Unavailable | 'no-such-turn';
  /** Every version of a document, or the one named; empty where there is none. */
  document(id: string, version?: string): readonly TracedVersion[];
}

export function openLineage(file: string, keyVault?: KeyVaultSetting): Lineage {
  if (!existsSync(file)) throw new Error(`Nothing is recorded in "${file}": name another with --database`);
  const keys = findKeysBeside(file, keyVault);
  if (keys === undefined) throw new Error(`What "${file}" recorded cannot be read without the keys.db beside it`);
  const database = openDatabaseForReading(file);
  const versions = createDocumentVersions(database);
  const records = createLineageRecords(database);
  const read = createConversationReader(database, keys);
  const ports = {
    findImport: records.findImport,
    findVersion: versions.find,
    findPassage: createPassageFinder(database),
  };
  return {
    reply: (conversation, turn) => {
      const inputs = readInputs(read(conversation), turn);
      return typeof inputs === 'string' ? inputs : traceReply(inputs.entry, ports);
    },
    document: (id, version) => {
      const known = versions.of(id).filter((one) => version === undefined || one.version === version);
      const cited = records.citing(id, version);
      return known.map(({ source: _source, ...one }) => ({
        ...one,
        importedBy: records.findImport(id, one.version) ?? null,
        citedBy: cited.filter(({ passages }) => passages.some((passage) => passage.version === one.version)),
      }));
    },
    [Symbol.dispose]: () => {
      database.close();
      keys.close();
    },
  };
}
