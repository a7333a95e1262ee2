import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSubjectCopy } from '../../src/compose-subject-copy.ts';
import { toSubjectCopy } from '../../src/pipeline/subjects/subject-commands.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');
const admin = { by: { role: 'admin', key: 'k_admin_1' }, repeat: null } as const;
const reference = 'ada@example.org';

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
});
afterAll(() => bank.close());

async function givenCopy() {
  await bank.ask('my card is 4111 1111 1111 1111', {
    conversation: await bank.start({ customer: { ref: reference } }),
  });
  const bundle = await bank.appliance.subjects.export(reference, admin);
  return toSubjectCopy({ ...bundle, json: JSON.stringify(bundle), page: '' });
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []))
    : [];

describe('a copy for a customer', () => {
  it('lies in the data folder until they are erased', async () => {
    const files = writeSubjectCopy(bank.data, await givenCopy());
    expect(files.map((file) => existsSync(file))).toEqual([true, true]);
    await bank.appliance.subjects.erase(reference, admin);
    expect(filesIn(join(bank.data, 'exports'))).toEqual([]);
  });

  it.each([
    ['the data folder', undefined],
    ['a folder of the operator', 'elsewhere'],
  ])('that was read before an erasure is not left in %s after it', async (_where, out) => {
    const copy = await givenCopy();
    await bank.appliance.subjects.erase(reference, admin);
    const folder = out === undefined ? undefined : join(bank.data, out);
    const write = () => writeSubjectCopy(bank.data, copy, folder);
    expect(write).toThrow(expect.objectContaining({ code: 'subject-not-found' }));
    expect(filesIn(folder ?? join(bank.data, 'exports'))).toEqual([]);
  });

  it('is not left where only a part of it was erased', async () => {
    const copy = await givenCopy();
    const stranger = await bank.start();
    const { store, subjects } = bank.appliance;
    const whose = [...copy.subjects, ...store.subjects.subjectsOf([stranger])];
    await subjects.erase(stranger, admin);
    expect(() => writeSubjectCopy(bank.data, { ...copy, subjects: whose })).toThrow(
      expect.objectContaining({ code: 'subject-not-found' }),
    );
    expect(filesIn(join(bank.data, 'exports'))).toEqual([]);
  });
});

describe('an erasure beside a program that reads', () => {
  it.each([
    ['the keys', 'keys.db', 'data_keys'],
    ['the store', 'confidant.db', 'conversations'],
  ])('%s asks to be repeated, and is done then', async (_what, file, table) => {
    await bank.ask('I lost my card', { conversation: await bank.start({ customer: { ref: 'bob@example.org' } }) });
    const reader = new Database(join(bank.data, file), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare(`SELECT count(*) FROM ${table}`).get();
    const path = '/v1/subjects/bob%40example.org';
    const refused = await bank.as('admin').request('DELETE', path);
    expect([refused.status, refused.code]).toEqual([503, 'overloaded']);
    expect(refused.headers.get('retry-after')).toBe('2');
    reader.close();
    expect((await bank.as('admin').request('DELETE', path)).status).toBe(200);
  });
});
