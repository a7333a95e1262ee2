import { createPrivateKey } from 'node:crypto';
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { keysInMemory } from '../../../test/support/keys-in-memory.ts';
import { createCheckpointSigner, generateLogKey } from '../../audit/checkpoint.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../audit/checkpoint-verifier.ts';
import { type LogEntry, parseLogEntry } from '../../audit/entry-format.ts';
import { emptyRoot } from '../../audit/merkle-tree.ts';
import { type Receipt, verifyReceipt } from '../../audit/receipt.ts';
import { verifyLog } from '../../audit/verify-log.ts';
import { verifyConsistency, verifyInclusion } from '../../audit/verify-proof.ts';
import { createLogReader, openAuditLog } from './audit-log.ts';
import { openDatabase } from './open-database.ts';

const key = generateLogKey();
const signer = createCheckpointSigner({ name: key.name, privateKey: createPrivateKey(key.privateKeyPem) });

const keys = keysInMemory();

function givenLog(database = openDatabase(':memory:')) {
  const log = openAuditLog({ database, keys, signer });
  const append = database.transaction((entries: readonly LogEntry[]): readonly Receipt[] => log.append(entries));
  return { database, log, append };
}

function takeover(number: number): LogEntry {
  const at = new Date(Date.UTC(2026, 10, 21, 9, 0, number)).toISOString();
  const actor = { role: 'agent', key: 'k_1' };
  return parseLogEntry({ v: 2, at, actor, kind: 'takeover', conversation: `c_${number % 3}` });
}

function stop(number: number): LogEntry {
  const at = new Date(Date.UTC(2026, 10, 21, 9, 0, number)).toISOString();
  return parseLogEntry({ v: 2, at, actor: { role: 'admin', key: 'k_9' }, kind: 'stop', note: 'Übung' });
}

const takeovers = (from: number, to: number): LogEntry[] =>
  Array.from({ length: to - from }, (_, index) => takeover(from + index));

const fromBase64 = (hashes: readonly string[]): Buffer[] => hashes.map((hash) => Buffer.from(hash, 'base64'));

function dropTriggers(database: Database.Database): void {
  const names = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const name of names) database.exec(`DROP TRIGGER ${name}`);
  // It reads the entries as JSON, which they may not be any more.
  for (const index of ['handover', 'subject']) database.exec(`DROP INDEX log_entries_by_${index}`);
}

describe('append', () => {
  it('answers every entry with a receipt that holds by itself', () => {
    const { log, append } = givenLog();
    for (const size of [1, 2, 5, 1, 16, 7]) {
      const entries = takeovers(log.size, log.size + size);
      const receipts = append(entries);
      expect(receipts.map((receipt) => receipt.index)).toEqual(entries.map((_, index) => log.size - size + index));
      for (const [index, entry] of entries.entries()) {
        expect(verifyReceipt(receipts[index], entry, key.vkey)).toEqual({ kind: 'verified' });
      }
    }
    expect(log.size).toBe(32);
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ ok: true, entries: 32, checkpoints: 6 });
  });

  it('refuses to run outside a transaction', () => {
    const { log } = givenLog();
    expect(() => log.append([takeover(0)])).toThrow(expect.objectContaining({ code: 'transaction-missing' }));
    expect(log.size).toBe(0);
  });

  it('does nothing with no entries', () => {
    const { log, append } = givenLog();
    expect(append([])).toEqual([]);
    expect(log.size).toBe(0);
    expect(parseCheckpoint(log.latestCheckpoint())).toMatchObject({ size: 0, root: emptyRoot });
  });

  it('writes nothing of a batch that holds one invalid entry', () => {
    const { log, append } = givenLog();
    const broken = { ...takeover(1), at: 'yesterday' };
    expect(() => append([takeover(0), broken])).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
    expect(log.size).toBe(0);
    append([takeover(0)]);
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ ok: true, entries: 1 });
  });

  it('stays dense and provable after transactions that were rolled back', () => {
    const { database, log, append } = givenLog();
    append(takeovers(0, 5));
    const failing = database.transaction((entries: readonly LogEntry[]) => {
      log.append(entries);
      throw new Error('later work failed');
    });
    for (const [index, size] of [3, 1, 8].entries()) {
      expect(() => failing(takeovers(100, 100 + size))).toThrow('later work failed');
      if (index === 1) log.reload();
      append(takeovers(log.size, log.size + size));
    }
    // Inside one transaction a savepoint may be rolled back while the rest goes on.
    database.transaction(() => {
      log.append([takeover(17)]);
      expect(() => failing([takeover(200)])).toThrow('later work failed');
      log.append([takeover(18)]);
    })();
    expect(log.size).toBe(19);
    expect([...log.entries(0)].map(({ entry }) => entry)).toEqual(takeovers(0, 19));
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ ok: true, entries: 19 });
  });

  it('goes on where another opening of the same database stopped', () => {
    const { database, log, append } = givenLog();
    append(takeovers(0, 3));
    const second = openAuditLog({ database, keys, signer });
    database.transaction(() => second.append(takeovers(3, 9)))();
    append(takeovers(9, 10));
    database.transaction(() => second.append(takeovers(10, 11)))();
    expect(verifyLog(createLogReader(database), key.vkey)).toMatchObject({ ok: true, entries: 11, checkpoints: 4 });
    expect(log.size).toBe(11);
  });

  it('tells a tree of the same size from its own, after a rollback it did not see', () => {
    const { database, log, append } = givenLog();
    append(takeovers(0, 3));
    const failing = database.transaction(() => {
      log.append([takeover(100)]);
      throw new Error('later work failed');
    });
    expect(failing).toThrow('later work failed');
    const second = openAuditLog({ database, keys, signer });
    database.transaction(() => second.append([takeover(3)]))();
    append([takeover(4)]);
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ ok: true, entries: 5 });
  });

  it('refuses to sign on when the stored tree is not the signed one', () => {
    for (const damage of [
      'DELETE FROM log_entries WHERE idx = 9',
      'UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 3 AND idx = 0',
      'DELETE FROM log_checkpoints WHERE size = 10',
    ]) {
      const { database, append, log } = givenLog();
      append(takeovers(0, 4));
      append(takeovers(4, 10));
      dropTriggers(database);
      database.exec(damage);
      log.reload();
      expect(() => append([takeover(10)])).toThrow(expect.objectContaining({ code: 'log-damaged' }));
    }
  });
});

describe('reading back', () => {
  const { log, append } = givenLog();
  append(takeovers(0, 8));
  append([stop(8), ...takeovers(9, 300)]);

  it('gives entries by index, by conversation and in order', () => {
    expect(log.entry(8)).toMatchObject({ index: 8, entry: stop(8) });
    expect(log.entry(300)).toBeUndefined();
    expect(log.entry(-1)).toBeUndefined();
    expect(log.entriesOf('c_1').map(({ index }) => index)).toEqual(
      Array.from({ length: 100 }, (_, index) => index * 3 + 1),
    );
    expect([...log.entries(3)].map(({ index }) => index)).toEqual(Array.from({ length: 297 }, (_, index) => index + 3));
  });

  it('leaves the connection free while entries are being read', () => {
    const { database, log: other, append: add } = givenLog();
    add(takeovers(0, 300));
    const reading = other.entries(0)[Symbol.iterator]();
    reading.next();
    add(takeovers(300, 301));
    expect(database.open).toBe(true);
    expect(other.size).toBe(301);
  });

  it('proves inclusion and consistency between any two checkpoints', () => {
    const latest = parseCheckpoint(log.latestCheckpoint());
    expect(verifyCheckpoint(log.latestCheckpoint(), key.vkey).kind).toBe('verified');
    for (const index of [0, 7, 8, 255, 256, 299]) {
      const proof = log.inclusion(index, 300);
      const leaf = Buffer.from(proof.leaf, 'base64');
      const claim = { index, size: 300, leaf, proof: fromBase64(proof.hashes), root: latest.root };
      expect(verifyInclusion(claim)).toEqual({ kind: 'verified' });
    }
    const [first] = log.reader.checkpoints();
    const earlier = parseCheckpoint(first?.note ?? '');
    const { hashes } = log.consistency(8, 300);
    const pair = { size1: 8, size2: 300, root1: earlier.root, root2: latest.root, proof: fromBase64(hashes) };
    expect(verifyConsistency(pair)).toEqual({ kind: 'verified' });
  });

  it('refuses proofs beyond the end with a code', () => {
    const outside = expect.objectContaining({ code: 'range-invalid' });
    for (const [index, size] of [
      [0, 301],
      [300, 300],
      [-1, 300],
      [0.5, 300],
      [0, Number.NaN],
    ] as const) {
      expect(() => log.inclusion(index, size)).toThrow(outside);
    }
    for (const [from, to] of [
      [0, 300],
      [8, 301],
      [9, 8],
    ] as const) {
      expect(() => log.consistency(from, to)).toThrow(outside);
    }
  });
});

const forbidden = [
  "UPDATE log_entries SET entry = '{}' WHERE idx = 1",
  'UPDATE log_nodes SET hash = zeroblob(32)',
  "UPDATE log_checkpoints SET note = ''",
  'DELETE FROM log_entries',
  'DELETE FROM log_nodes WHERE level = 2',
  'DELETE FROM log_checkpoints',
  "INSERT OR REPLACE INTO log_entries VALUES (1, $leaf, NULL, 'stop', '', '{}')",
  "INSERT INTO log_entries VALUES (5, $leaf, NULL, 'stop', '', '{}')",
  "INSERT INTO log_entries VALUES (-1, $leaf, NULL, 'stop', '', '{}')",
  "INSERT INTO log_entries (leaf, kind, at, entry) VALUES ($leaf, 'stop', '', '{}')",
  "INSERT INTO log_entries VALUES (4, x'00', NULL, 'stop', '', '{}')",
  'INSERT OR REPLACE INTO log_nodes VALUES (1, 0, $leaf)',
  "INSERT OR REPLACE INTO log_checkpoints VALUES (4, '', '')",
  "INSERT INTO log_checkpoints VALUES (3, '', '')",
].map((statement) => statement.replaceAll('$leaf', 'zeroblob(32)'));

describe('the log tables', () => {
  it.each(forbidden)('refuse %s', (statement) => {
    const { database, append, log } = givenLog();
    append(takeovers(0, 4));
    expect(() => database.exec(statement)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^SQLITE_CONSTRAINT/) }),
    );
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ ok: true, entries: 4 });
  });
});

const tamperings: [string, string][] = [
  [
    'INSERT INTO log_entries SELECT -1, leaf, conversation, kind, at, entry FROM log_entries WHERE idx = 5',
    'index-gap',
  ],
  ["INSERT INTO log_checkpoints VALUES (-1, '', '')", 'signature-invalid'],
  ['INSERT INTO log_nodes VALUES (9, 9, zeroblob(32))', 'tree-node-mismatch'],
  ['DELETE FROM log_entries WHERE idx = 7', 'index-gap'],
  ['DELETE FROM log_entries WHERE idx >= 15', 'entries-missing'],
  ['UPDATE log_entries SET idx = CASE idx WHEN 3 THEN -3 WHEN 4 THEN 3 END WHERE idx IN (3, 4)', 'index-gap'],
  ['UPDATE log_entries SET leaf = zeroblob(32) WHERE idx = 2', 'leaf-mismatch'],
  ["UPDATE log_entries SET conversation = 'c_9' WHERE idx = 2", 'column-mismatch'],
  ['DELETE FROM log_nodes WHERE level = 1 AND idx = 1', 'tree-node-mismatch'],
  ['DELETE FROM log_checkpoints WHERE size = 20', 'checkpoint-missing'],
  ["UPDATE log_checkpoints SET note = replace(note, '20', '19') WHERE size = 20", 'signature-invalid'],
];

describe('tampering with the file', () => {
  it('is found for every byte of every stored entry', () => {
    const { database, append, log } = givenLog();
    append([...takeovers(0, 10), ...Array.from({ length: 10 }, (_, index) => stop(10 + index))]);
    dropTriggers(database);
    const update = database.prepare('UPDATE log_entries SET entry = CAST(? AS TEXT) WHERE idx = ?');
    const silent: string[] = [];
    let flips = 0;
    for (const { index, bytes } of log.reader.entries(0)) {
      for (const [place, byte] of bytes.entries()) {
        const changed = Buffer.from(bytes);
        changed[place] = byte ^ (1 << (place % 8));
        update.run(changed, index);
        flips += 1;
        const { findings } = verifyLog(log.reader, log.vkey);
        if (!findings.some((finding) => finding.index === index && finding.code === 'leaf-mismatch')) {
          silent.push(`${index}:${place}`);
        }
      }
      update.run(Buffer.from(bytes), index);
    }
    expect(silent).toEqual([]);
    expect(flips).toBeGreaterThan(2_000);
    expect(verifyLog(log.reader, log.vkey).ok).toBe(true);
  }, 60_000);

  it.each(tamperings)('is found: %s', (statement, code) => {
    const { database, append, log } = givenLog();
    append(takeovers(0, 12));
    append(takeovers(12, 20));
    dropTriggers(database);
    database.pragma('ignore_check_constraints = ON');
    database.exec(statement);
    expect(verifyLog(log.reader, log.vkey).findings.map((finding) => finding.code)).toContain(code);
  });
});
