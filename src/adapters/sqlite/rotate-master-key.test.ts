import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vaultInMemory } from '../../../test/support/keys-in-memory.ts';
import { createKeyVault } from '../../privacy/create-key-vault.ts';
import { readMasterKey } from '../../privacy/read-master-key.ts';
import { closeBytes } from '../../privacy/value-box.ts';
import { openKeyDatabase } from './key-database.ts';
import { rotateMasterKey } from './rotate-master-key.ts';

let folder: string;
let file: string;
let master: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  [file, master] = [join(folder, 'keys.db'), join(folder, 'master.key')];
  readMasterKey(master);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vault = () => createKeyVault({ kind: 'file', file: master });
const subjects = Array.from({ length: 20 }, (_, number) => `s_${number}`);

function read<Row>(sql: string): readonly Row[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare<[], Row>(sql).all();
  database.close();
  return rows;
}

function change(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

/** Keys of many subjects, made at once. */
function givenKeys(): ReadonlyMap<string, Buffer> {
  const keys = openKeyDatabase(file, vault());
  const made = new Map(subjects.map((subject) => [subject, Buffer.from(keys.keyFor(subject))]));
  keys.close();
  return made;
}

describe('rotateMasterKey', () => {
  it('keeps every key and pseudonym, under a new master key in a new file', () => {
    const made = givenKeys();
    const keys = openKeyDatabase(file, vault());
    const [pseudonym, hash] = [keys.subjectOf('customer-1'), keys.requestHash(['a'])];
    keys.close();
    const before = [readFileSync(master, 'utf8'), ...read<{ wrapped: Buffer }>('SELECT wrapped FROM data_keys')];
    expect(rotateMasterKey(file, { from: vault() })).toEqual({ rewrapped: made.size, damaged: 0, did: 'begun' });
    const after = [readFileSync(master, 'utf8'), ...read<{ wrapped: Buffer }>('SELECT wrapped FROM data_keys')];
    expect(after.filter((one, index) => one === before[index])).toEqual([]);
    expect(readdirSync(folder)).not.toContain('master.key.next');
    const later = openKeyDatabase(file, vault());
    for (const [subject, key] of made) expect(later.findKey(subject)).toEqual(key);
    expect([later.subjectOf('customer-1'), later.requestHash(['a'])]).toEqual([pseudonym, hash]);
    later.close();
  });

  it('leaves nothing the former master key opens, in no file', () => {
    givenKeys();
    const [wrapped] = read<{ wrapped: Buffer }>('SELECT wrapped FROM master_keys');
    rotateMasterKey(file, { from: vault() });
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    expect(bytes.some((one) => one.includes(wrapped?.wrapped.subarray(12, 44) ?? ''))).toBe(false);
    expect(read('SELECT id FROM master_keys')).toEqual([{ id: 2 }]);
  });

  it('goes on beside an open appliance, which reads and adds keys before, during and after', () => {
    const made = givenKeys();
    const running = openKeyDatabase(file, vault());
    const early = Buffer.from(running.keyFor('s_early'));
    rotateMasterKey(file, { from: vault() });
    const late = Buffer.from(running.keyFor('s_late'));
    for (const [subject, key] of made) expect(running.findKey(subject)).toEqual(key);
    running.destroyKey('s_3');
    running.close();
    const after = openKeyDatabase(file, vault());
    expect([after.findKey('s_early'), after.findKey('s_late')]).toEqual([early, late]);
    expect(after.findKey('s_3')).toBeUndefined();
    after.close();
    expect(read('SELECT DISTINCT master FROM data_keys')).toEqual([{ master: 2 }]);
  });

  it('does not stop at one damaged key, and leaves it as it is', () => {
    givenKeys();
    change("UPDATE data_keys SET wrapped = zeroblob(60) WHERE subject = 's_1'");
    expect(rotateMasterKey(file, { from: vault() })).toMatchObject({ rewrapped: 19, damaged: 1 });
    const later = openKeyDatabase(file, vault());
    expect(() => later.findKey('s_1')).toThrow(expect.objectContaining({ code: 'key-damaged' }));
    later.close();
  });

  it('moves the master key to another vault', () => {
    const made = givenKeys();
    const to = { ...vaultInMemory(), kind: 'command' as const };
    rotateMasterKey(file, { from: vault(), to });
    expect(() => openKeyDatabase(file, vault())).toThrow(expect.objectContaining({ code: 'vault-other' }));
    const later = openKeyDatabase(file, to);
    expect(later.findKey('s_7')).toEqual(made.get('s_7'));
    later.close();
  });

  it('begins nothing with another master key', () => {
    givenKeys();
    expect(() => rotateMasterKey(file, { from: vaultInMemory() })).toThrow(
      expect.objectContaining({ code: 'master-key-other' }),
    );
    expect(read('SELECT id FROM master_keys')).toEqual([{ id: 1 }]);
  });

  it('goes on beside a damaged key whose master key an earlier rotation took away', () => {
    givenKeys();
    change("UPDATE data_keys SET wrapped = zeroblob(60) WHERE subject = 's_1'");
    rotateMasterKey(file, { from: vault() });
    expect(rotateMasterKey(file, { from: vault() })).toEqual({ rewrapped: 19, damaged: 1, did: 'begun' });
    const later = openKeyDatabase(file, vault());
    expect(later.findKey('s_2')).toHaveLength(32);
    later.close();
  });
});

describe('a master key somebody else laid there', () => {
  // Who can write to the file, and knows a public key the vault wraps with, is not who has the keys.
  const foreign = randomBytes(32);
  const lay = (id: number, voucher: Buffer | null = null, key = foreign): void => {
    const database = new Database(file);
    const insert = database.prepare('INSERT INTO master_keys (id, vault, wrapped, voucher) VALUES (?, ?, ?, ?)');
    insert.run(id, 'file', vault().wrap(key), voucher);
    database.close();
  };
  const vouch = (id: number, before: Buffer): Buffer => closeBytes(before, `master_keys/${id}`, foreign);

  it.each([
    ['after the one in force, with a voucher of its own', () => lay(2, vouch(2, randomBytes(32)))],
    ['after the one in force, without a voucher', () => lay(2)],
    ['behind a gap', () => lay(3)],
    ['behind a gap, with the word of itself', () => lay(3, vouch(3, foreign))],
    ['behind one of the same hand', () => [lay(3), lay(4, vouch(4, foreign))]],
    ['before the one in force', () => lay(0)],
    ['below a gap', () => lay(-1)],
  ])('wraps nothing, and takes nothing away: %s', (_what, forge) => {
    const made = givenKeys();
    forge();
    const before = read('SELECT * FROM master_keys');
    for (const attempt of [
      () => rotateMasterKey(file, { from: vault(), only: 'unfinished' }),
      () => rotateMasterKey(file, { from: vault() }),
      () => openKeyDatabase(file, vault()),
    ]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'key-damaged' }));
    }
    expect(read('SELECT * FROM master_keys')).toEqual(before);
    expect(read('SELECT DISTINCT master FROM data_keys')).toEqual([{ master: 1 }]);
    change('DELETE FROM master_keys WHERE id <> 1');
    const later = openKeyDatabase(file, vault());
    expect(later.findKey('s_7')).toEqual(made.get('s_7'));
    later.close();
  });

  it.each([
    ['beside', () => lay(3)],
    ['in place of', () => [change('DELETE FROM master_keys'), lay(2)]],
  ])('wraps no key of an open appliance %s the one in force', (_where, forge) => {
    givenKeys();
    const running = openKeyDatabase(file, vault());
    forge();
    expect(() => running.keyFor('s_late')).toThrow();
    expect(running.findKey('s_7')).toHaveLength(32);
    running.close();
    expect(read("SELECT subject FROM data_keys WHERE subject = 's_late'")).toEqual([]);
  });

  it('opens no data key that was laid under it', () => {
    givenKeys();
    const running = openKeyDatabase(file, vault());
    lay(0);
    const database = new Database(file);
    const insert = database.prepare('INSERT INTO data_keys (subject, master, wrapped) VALUES (?, 0, ?)');
    insert.run('s_early', closeBytes(foreign, 'data_keys/s_early', randomBytes(32)));
    database.close();
    expect(() => running.keyFor('s_early')).toThrow(expect.objectContaining({ code: 'key-damaged' }));
    running.close();
  });
});
