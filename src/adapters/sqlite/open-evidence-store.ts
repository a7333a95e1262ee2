import { parseJson } from '../../conversation/parse-json.ts';
import type { EvidenceStore, StoredAccount, TableAge } from '../../evidence/evidence-store.ts';
import { hashTexts } from '../../evidence/manifest.ts';
import { dataMap } from '../../privacy/data-map.ts';
import type { TableUse } from '../../privacy/table-use.ts';
import { createLogReader } from './audit-log.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Reads what an evidence pack tells, on any connection. */
export function openEvidenceStore(database: SqliteDatabase, now: () => Date): EvidenceStore {
  const all = <Row>(sql: string, ...parameters: readonly unknown[]): Row[] =>
    database.prepare<unknown[], Row>(sql).all(...parameters);
  const count = (sql: string, ...parameters: readonly unknown[]): number =>
    Number(
      database
        .prepare(sql)
        .pluck()
        .get(...parameters) ?? 0,
    );
  // A store of an earlier release is read too: its keys could not be revoked.
  const revokedAt =
    count("SELECT count(*) FROM pragma_table_info('api_keys') WHERE name = 'revoked_at'") === 1 ? 'revoked_at' : 'NULL';
  return {
    reader: createLogReader(database),
    tableAges: () => Object.entries(dataMap).flatMap(([table, use]) => toAge(database, table, use)),
    holds: () => count('SELECT count(*) FROM subject_holds'),
    sessions: () =>
      all('SELECT basis, channel, language, count(*) AS count FROM conversations GROUP BY 1, 2, 3 ORDER BY 1, 2, 3'),
    keys: () => all(`SELECT key_id AS keyId, role, at, ${revokedAt} AS revokedAt FROM api_keys ORDER BY key_id`),
    accounts: () =>
      all<Omit<StoredAccount, 'disabled'> & { disabled: number }>(
        "SELECT id, role, CASE WHEN issuer IS NULL THEN 'password' ELSE 'oidc' END AS method, disabled, at FROM staff ORDER BY id",
      ).map((row) => ({ ...row, disabled: row.disabled === 1 })),
    policies: () =>
      all<{ hash: string; at: string; texts: string }>(
        'SELECT hash, at, texts FROM policy_snapshots ORDER BY rowid',
      ).map(({ hash, at, texts }) => ({ hash, at, files: toFileHashes(texts) })),
    valuesByType: () =>
      Object.fromEntries(
        all<{ type: string; count: number }>(
          'SELECT type, count(*) AS count FROM vault GROUP BY type ORDER BY type',
        ).map(({ type, count: values }) => [type, values]),
      ),
    documents: () => ({
      documents: count('SELECT count(*) FROM documents'),
      passages: count('SELECT count(*) FROM passages'),
      versions: count('SELECT count(*) FROM document_versions'),
      pastReview: count('SELECT count(*) FROM documents WHERE review_by < ?', now().toISOString().slice(0, 10)),
    }),
  };
}

/** Rows of subjects on hold are left out: nothing may delete them. */
function toAge(database: SqliteDatabase, table: string, use: TableUse): readonly TableAge[] {
  const { dataClass, agedBy, owner } = use;
  if (dataClass === null || use.database !== 'confidant.db') return [];
  const rows = Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  if (agedBy === null) return [{ table, dataClass, rows, oldest: null }];
  const held = 'SELECT subject FROM held_subjects';
  const byConversation = agedBy === 'conversation' && table !== 'conversations';
  const from = byConversation ? `${table} t JOIN conversations c ON c.id = t.conversation` : `${table} t`;
  const time = byConversation ? 'c.started_at' : table === 'conversations' ? 't.started_at' : `t.${agedBy}`;
  const subject = byConversation ? 'c.subject' : owner?.subject === undefined ? null : `t.${owner.subject}`;
  const where = subject === null ? '' : ` WHERE ${subject} NOT IN (${held})`;
  const oldest = database.prepare<[], string | null>(`SELECT min(${time}) FROM ${from}${where}`).pluck().get();
  return [{ table, dataClass, rows, oldest: oldest ?? null }];
}

function toFileHashes(texts: string): Readonly<Record<string, string>> {
  return hashTexts(parseJson(texts) as Record<string, string>);
}
