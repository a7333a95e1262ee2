import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogReader, openAuditLog } from '../../src/adapters/sqlite/audit-log.ts';
import { openDatabase, openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { parseLogEntry } from '../../src/audit/entry-format.ts';
import { createLogFindings } from '../../src/audit/log-findings.ts';
import { parseSegmentLine } from '../../src/audit/segment.ts';
import { findSegmentFault } from '../../src/audit/segment-check.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { verifyPublishedLog } from '../../src/audit/verify-published-log.ts';
import { keysInMemory } from '../support/keys-in-memory.ts';
import { type MemoryLog, memoryLog, newSigner, turnBytes, writeLog } from '../support/published-logs.ts';

/** `CONFIDANT_FLIPS=all` flips every single bit; else so many, spread evenly over each file. */
const asked = process.env.CONFIDANT_FLIPS ?? '60';
const limit = asked === 'all' ? Infinity : Number(asked);
const LONG = 6 * 3_600_000;

function* bitsOf(length: number): Generator<number> {
  const bits = length * 8;
  // Steps are no multiple of 8, so that every place in a byte has its turn.
  const step = Math.max(1, Math.floor(bits / limit) | 1);
  for (let bit = 0; bit < bits; bit += step) yield bit;
}

function flip(bytes: Uint8Array, bit: number): void {
  const place = bit >> 3;
  bytes[place] = (bytes[place] ?? 0) ^ (1 << (bit & 7));
}

const signer = newSigner();

describe('any one bit flipped', () => {
  let log: MemoryLog;
  beforeAll(async () => {
    log = memoryLog();
    await writeLog(
      log,
      Array.from({ length: 12 }, (_, number) => turnBytes(number)),
      { signer, every: 5, seals: false },
    );
  });

  it('in any file of a copy of the log is found', { timeout: LONG }, async () => {
    // The key that lies in the copy is none that anybody verifies with.
    const files = [...log.files].filter(([path]) => path !== 'key');
    let flips = 0;
    const missed: string[] = [];
    for (const [path, bytes] of files) {
      for (const bit of bitsOf(bytes.length)) {
        const harmed = Uint8Array.from(bytes);
        flip(harmed, bit);
        flips += 1;
        const copy = memoryLog(new Map([...log.files, [path, harmed]]));
        if ((await verifyPublishedLog(copy, signer.vkey)).ok) missed.push(`${path} bit ${bit}`);
      }
    }
    process.stdout.write(`flipped bits: ${flips - missed.length} of ${flips} found in a copy of the log\n`);
    expect(missed).toEqual([]);
  });

  it('in the file of a sealed segment is found', { timeout: LONG }, async () => {
    const whole = memoryLog();
    await writeLog(
      whole,
      Array.from({ length: 4_096 }, (_, number) => turnBytes(number)),
      { signer, every: 4_097, seals: true },
    );
    const [path, file] = [...whole.files].find(([name]) => name.endsWith('.segment')) ?? ['', new Uint8Array()];
    const segment = parseSegmentLine(Buffer.from(whole.files.get('segments') ?? []).toString('utf8'));
    if (segment === undefined) throw new Error('no segment');
    const bytes = Uint8Array.from(file);
    whole.files.set(path, bytes);
    let flips = 0;
    let found = 0;
    for (const bit of bitsOf(bytes.length)) {
      flip(bytes, bit);
      const findings = createLogFindings();
      findSegmentFault(segment, createHash('sha256').update(bytes).digest('hex'), findings);
      flips += 1;
      found += findings.list.length;
      flip(bytes, bit);
    }
    process.stdout.write(`flipped bits: ${found} of ${flips} found in a segment of ${bytes.length} bytes\n`);
    expect(found).toBe(flips);
    expect(await verifyPublishedLog(whole, signer.vkey)).toMatchObject({ ok: true, segments: 1 });
    flip(bytes, 12_345);
    const { findings } = await verifyPublishedLog(whole, signer.vkey);
    expect(findings.map(({ code }) => code)).toEqual(['segment-changed']);
  });
});

describe('any one bit flipped in a live database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flipped-'));
  const file = join(folder, 'confidant.db');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a reader is given: the entries, or that there is something wrong. */
  function read(): string {
    try {
      using database = Object.assign(openDatabaseForReading(file), {
        [Symbol.dispose](this: { close(): void }) {
          this.close();
        },
      });
      const reader = createLogReader(database);
      if (!verifyLog(reader, signer.vkey).ok) return 'found';
      return [...reader.entries(0)].map(({ bytes }) => Buffer.from(bytes).toString('latin1')).join('\n');
    } catch {
      return 'found';
    }
  }

  it('of a log is found, or changes nothing that is read', { timeout: LONG }, () => {
    const database = openDatabase(file);
    const log = openAuditLog({ database, keys: keysInMemory(), signer });
    const at = '2026-11-21T09:00:00.000Z';
    const actor = { role: 'agent', key: 'k_1' };
    for (let number = 0; number < 8; number += 1) {
      const entry = parseLogEntry({ v: 2, at, actor, kind: 'takeover', conversation: `c_${number}` });
      database.transaction(() => log.append([entry]))();
    }
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma('journal_mode = DELETE');
    const pages = database
      .prepare<[], number>(
        "SELECT pageno FROM dbstat WHERE name LIKE 'log_entries' OR name IN ('log_nodes', 'log_checkpoints')",
      )
      .pluck()
      .all();
    const pageSize = Number(database.pragma('page_size', { simple: true }));
    database.close();
    const sound = readFileSync(file);
    const honest = read();
    expect(pages.length).toBeGreaterThan(2);
    expect(honest).toContain('takeover');
    const outcomes = { found: 0, harmless: 0, silent: 0 };
    for (const page of pages) {
      for (const bit of bitsOf(pageSize)) {
        const harmed = Buffer.from(sound);
        flip(harmed, (page - 1) * pageSize * 8 + bit);
        writeFileSync(file, harmed);
        const seen = read();
        outcomes[seen === 'found' ? 'found' : seen === honest ? 'harmless' : 'silent'] += 1;
      }
    }
    process.stdout.write(`flipped bits: ${JSON.stringify(outcomes)} in ${pages.length} pages of a live log\n`);
    expect(outcomes.silent).toBe(0);
    expect(outcomes.found).toBeGreaterThan(0);
  });
});
