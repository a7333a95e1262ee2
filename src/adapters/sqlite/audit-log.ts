import type { Database } from 'better-sqlite3';
import { AuditError } from '../../audit/audit-error.ts';
import type { AuditLog, LoggedEntry } from '../../audit/audit-log.ts';
import { toBase64 } from '../../audit/base64.ts';
import type { CheckpointSigner } from '../../audit/checkpoint.ts';
import { parseCheckpoint } from '../../audit/checkpoint-verifier.ts';
import { SALT_BYTES } from '../../audit/commitment.ts';
import { refuseTooLong } from '../../audit/entry-bundle.ts';
import { conversationOf, entryBytes, type LogEntry, parseLogEntry } from '../../audit/entry-format.ts';
import { type EntryText, openEntry, parseSealedEntry, sealEntry } from '../../audit/entry-texts.ts';
import type { LogReader, StoredCheckpoint, StoredEntry } from '../../audit/log-store.ts';
import {
  createTreeEdge,
  emptyRoot,
  isSameHash,
  leafHash,
  type NodeReader,
  type TreeEdge,
  type TreeNode,
} from '../../audit/merkle-tree.ts';
import { consistencyProof, inclusionProof } from '../../audit/proofs.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import { takeRandomBytes } from '../../privacy/random-bytes.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createLogTexts, type LogTexts } from './log-texts.ts';
import { readPages } from './read-pages.ts';

export interface AuditLogOptions {
  readonly database: Database;
  readonly keys: SubjectKeys;
  readonly signer: CheckpointSigner;
  readonly now?: () => Date;
}

/** The text is read as bytes: decoding would give one string for several spellings. */
const selectEntries =
  'SELECT idx AS "index", leaf, CAST(entry AS BLOB) AS bytes, kind, at, conversation FROM log_entries';

interface NewRow {
  readonly entry: LogEntry;
  readonly texts: readonly EntryText[];
  readonly text: string;
  readonly leaf: Uint8Array;
}

/** Reads the log tables of any connection, without a key. */
export function createLogReader(database: Database): LogReader {
  const entriesFrom = database.prepare<[number, number], StoredEntry>(
    `${selectEntries} WHERE idx >= ? ORDER BY idx LIMIT ?`,
  );
  const checkpointsFrom = database.prepare<[number, number], StoredCheckpoint>(
    'SELECT size, note FROM log_checkpoints WHERE size >= ? ORDER BY size LIMIT ?',
  );
  const leafAt = database.prepare<[number], Buffer>('SELECT leaf FROM log_entries WHERE idx = ?').pluck();
  const nodeAt = database
    .prepare<[number, number], Buffer>('SELECT hash FROM log_nodes WHERE level = ? AND idx = ?')
    .pluck();
  const nodes = database.prepare<[], number>('SELECT count(*) FROM log_nodes').pluck();
  return {
    entries: (from) => readPages(entriesFrom, from, (row) => row.index),
    checkpoints: () => readPages(checkpointsFrom, Number.MIN_SAFE_INTEGER, (row) => row.size),
    node: (level, index) => (level === 0 ? leafAt.get(index) : nodeAt.get(level, index)),
    nodeCount: () => nodes.get() ?? 0,
  };
}

/** Opens the log in a database whose migrations have run. Holds nothing open of its own. */
export function openAuditLog({ database, keys, signer, now = () => new Date() }: AuditLogOptions): AuditLog {
  const reader = createLogReader(database);
  const readNode = nodeReaderOf(reader);
  const texts = createLogTexts(database, keys);
  const append = createAppend({ database, texts, signer, now }, readNode);
  const countEntries = createEntryCount(database);
  const latestNote = database
    .prepare<[], string>('SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1')
    .pluck();
  const entryAt = database.prepare<[number], StoredEntry>(`${selectEntries} WHERE idx = ?`);
  const ofConversation = database.prepare<[string], StoredEntry>(
    `${selectEntries} WHERE conversation = ? ORDER BY idx`,
  );

  function refuseBeyondEnd(size: number): void {
    const entries = countEntries();
    if (size > entries) {
      throw new AuditError('range-invalid', `Cannot prove tree of size "${size}": log has ${entries} entries`);
    }
  }

  return {
    get size(): number {
      return countEntries();
    },
    vkey: signer.vkey,
    reader,
    append: append.append,
    reload: append.reload,
    latestCheckpoint: () => latestNote.get() ?? signer.sign(0, emptyRoot),
    entry(index) {
      const stored = entryAt.get(index);
      return stored && toLoggedEntry(stored, texts);
    },
    entriesOf: (conversation) => ofConversation.all(conversation).map((stored) => toLoggedEntry(stored, texts)),
    *entries(from) {
      for (const stored of reader.entries(from)) yield toLoggedEntry(stored, texts);
    },
    inclusion(index, size) {
      refuseBeyondEnd(size);
      const hashes = inclusionProof(index, size, readNode).map(toBase64);
      return { index, size, leaf: toBase64(readNode(0, index)), hashes };
    },
    consistency(from, to) {
      refuseBeyondEnd(to);
      return { from, to, hashes: consistencyProof(from, to, readNode).map(toBase64) };
    },
  };
}

type AppendParts = Omit<Required<AuditLogOptions>, 'keys'> & { readonly texts: LogTexts };

/** Appending keeps the tree's right edge in memory, together with the checkpoint that proves it is still the stored one. */
function createAppend(
  { database, texts, signer, now }: AppendParts,
  readNode: NodeReader,
): Pick<AuditLog, 'append' | 'reload'> {
  const insertEntry = database.prepare(
    'INSERT INTO log_entries (idx, leaf, conversation, kind, at, entry) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertNode = database.prepare('INSERT INTO log_nodes (level, idx, hash) VALUES (?, ?, ?)');
  const insertCheckpoint = database.prepare('INSERT INTO log_checkpoints (size, note, at) VALUES (?, ?, ?)');
  const currentEdge = createEdgeLoader(database, readNode);
  let kept: KeptEdge | undefined;

  function insertRow({ entry, texts: taken, text, leaf }: NewRow, edge: TreeEdge): readonly TreeNode[] {
    const index = edge.size;
    insertEntry.run(index, leaf, conversationOf(entry), entry.kind, entry.at, text);
    texts.store(index, entry, taken);
    const completed = edge.append(leaf);
    for (const node of completed) {
      if (node.level > 0) insertNode.run(node.level, node.index, node.hash);
    }
    return completed;
  }

  return {
    append(entries) {
      if (!database.inTransaction) {
        throw new AuditError('transaction-missing', 'Cannot append to the log: no transaction is open');
      }
      if (entries.length === 0) return [];
      const rows = entries.map(toRow);
      const edge = currentEdge(kept);
      // Whatever fails from here on leaves an edge that is ahead of the tables.
      kept = undefined;
      const [first, before] = [edge.size, edge.nodes()];
      const completed = rows.flatMap((row) => insertRow(row, edge));
      const checkpoint = signer.sign(edge.size, edge.root());
      insertCheckpoint.run(edge.size, checkpoint, now().toISOString());
      kept = { edge, checkpoint };

      // A lone entry's proof is in memory already, and entries of one batch share most of theirs.
      const readOnce = memoise(readNode, [...before, ...completed]);
      return rows.map((_row, place) => toReceipt({ index: first + place, size: edge.size, checkpoint }, readOnce));
    },
    reload() {
      kept = undefined;
    },
  };
}

interface KeptEdge {
  readonly edge: TreeEdge;
  readonly checkpoint: string;
}

/**
 * Gives the kept edge while it is that of the tables, else reads it anew: after a rollback, or when somebody else
 * appended. The signed text names size and root, so the same text is the same tree. A tree that is not the one last signed
 * is refused: signing on would fork the log.
 */
function createEdgeLoader(database: Database, readNode: NodeReader): (kept: KeptEdge | undefined) => TreeEdge {
  const latestNote = database
    .prepare<[], string>('SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1')
    .pluck();
  const countEntries = createEntryCount(database);
  return function currentEdge(kept) {
    const note = latestNote.get();
    const entries = countEntries();
    if (kept !== undefined && kept.checkpoint === note && kept.edge.size === entries) return kept.edge;
    const signed = note === undefined ? { size: 0, root: emptyRoot } : parseCheckpoint(note);
    if (signed.size !== entries) {
      throw new AuditError(
        'log-damaged',
        `Cannot append to the log: ${signed.size} entries are signed, ${entries} stored`,
      );
    }
    const edge = createTreeEdge(entries, readNode);
    if (!isSameHash(edge.root(), signed.root)) {
      throw new AuditError(
        'log-damaged',
        `Cannot append to the log: the stored tree of ${entries} entries is not the signed one`,
      );
    }
    return edge;
  };
}

/** Indexes are dense, so the last one tells how many there are without counting. */
function createEntryCount(database: Database): () => number {
  const count = database.prepare<[], number>('SELECT coalesce(max(idx) + 1, 0) FROM log_entries').pluck();
  return () => count.get() ?? 0;
}

function nodeReaderOf(reader: LogReader): NodeReader {
  return function readNode(level, index) {
    const hash = reader.node(level, index);
    if (hash === undefined) throw new AuditError('node-missing', `Cannot read log node ${index} of level ${level}`);
    return hash;
  };
}

/** Reads what is not among `nodes`, each once. */
function memoise(readNode: NodeReader, nodes: readonly TreeNode[]): NodeReader {
  const known = new Map(nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return function readOnce(level, index) {
    const key = `${level}/${index}`;
    const hash = known.get(key) ?? readNode(level, index);
    known.set(key, hash);
    return hash;
  };
}

/** Parsed before it is written: an entry the format does not know would stand in the log for good. */
function toRow(candidate: LogEntry): NewRow {
  const entry = parseLogEntry(candidate);
  const { sealed, texts } = sealEntry(entry, () => takeRandomBytes(SALT_BYTES));
  const bytes = entryBytes(sealed);
  // No bundle could hold it, and no auditor read it.
  refuseTooLong(bytes);
  return { entry, texts, text: Buffer.from(bytes).toString('utf8'), leaf: leafHash(bytes) };
}

function toReceipt(place: Pick<Receipt, 'index' | 'size' | 'checkpoint'>, readNode: NodeReader): Receipt {
  const hashes = inclusionProof(place.index, place.size, readNode).map(toBase64);
  return { ...place, leaf: toBase64(readNode(0, place.index)), hashes };
}

function toLoggedEntry({ index, leaf, bytes }: StoredEntry, texts: LogTexts): LoggedEntry {
  const sealed = parseSealedEntry(parseEntryText(index, bytes));
  return { index, leaf: toBase64(leaf), sealed, ...openEntry(sealed, texts.find(index)) };
}

function parseEntryText(index: number, bytes: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new AuditError('entry-invalid', `Cannot read log entry ${index}: it is not JSON`, { cause });
  }
}
