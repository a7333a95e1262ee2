import { readKnowledgeInForce } from './adapters/sqlite/read-lineage.ts';
import type { LogEntry } from './audit/entry-format.ts';
import type { Store } from './compose-store.ts';
import type { LoadReport } from './knowledge/load-knowledge.ts';
import { commitEntry } from './pipeline/commit-entry.ts';

/** Characters of names in one entry, far below what an entry may have; a larger import is told in several. */
const NAMES_IN_AN_ENTRY = 40_000;

interface KnowledgeImport {
  readonly actor: LogEntry['actor'];
  readonly at: Date;
  readonly report: Pick<LoadReport, 'added' | 'changed' | 'removed'>;
}

/**
 * Puts on the record that approved knowledge is another one than the log last named: by whom, and which documents in which
 * version, as `lost-card@sha256:…`, or `lost-card@removed`.
 */
export async function recordKnowledge(
  { ledger, database, knowledge }: Pick<Store, 'ledger' | 'database' | 'knowledge'>,
  { actor, at, report }: KnowledgeImport,
): Promise<void> {
  const [before, version] = [readKnowledgeInForce(database), await knowledge.version()];
  if (before === version) return;
  const versions = new Map((await knowledge.list()).map((one) => [one.id, one.version]));
  const names = [
    ...[...report.added, ...report.changed].map((id) => `${id}@${versions.get(id) ?? 'removed'}`),
    ...report.removed.map((id) => `${id}@removed`),
  ];
  for (const documents of inParts(names)) {
    const change = { old: before, new: version, documents };
    await commitEntry({ ledger }, { v: 2, kind: 'knowledge-changed', at: at.toISOString(), actor, ...change });
  }
}

function inParts(names: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let characters = 0;
  for (const name of names) {
    characters += name.length;
    if (characters > NAMES_IN_AN_ENTRY) {
      parts.push([]);
      characters = name.length;
    }
    parts.at(-1)?.push(name);
  }
  return parts;
}
