import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isQualified,
  type Qualification,
  type QualificationRegistry,
  qualificationFor,
  readRegistry,
  recordQualification,
} from './registry.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const MODEL = 'a'.repeat(64);
const EXAMINATION = { id: 'compose', version: '1', sha256: 'b'.repeat(64) };
const QUESTION = { role: 'compose', modelSha256: MODEL, examination: EXAMINATION, machine: 'here', publicKey } as const;

const PASSED: Qualification = {
  role: 'compose',
  modelId: 'tiny',
  modelSha256: MODEL,
  examination: EXAMINATION,
  machine: 'here',
  result: { passed: true, overall: 0.95, perKind: { figures: 1 } },
  at: '2026-11-21T12:00:00.000Z',
};

let file = '';
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'registry-')), 'qualified.json');
});
afterEach(() => rmSync(dirname(file), { recursive: true }));

function changed(registry: QualificationRegistry, change: Partial<Qualification>): QualificationRegistry {
  return { ...registry, entries: registry.entries.map((entry) => ({ ...entry, ...change })) };
}

describe('qualificationFor', () => {
  it('qualifies a model with a signed, passed result about exactly this', async () => {
    await recordQualification(file, PASSED, privateKey);
    expect(qualificationFor(await readRegistry(file), QUESTION)).toEqual({ qualified: true, entry: PASSED });
  });

  it.each([
    ['another model', { modelSha256: 'c'.repeat(64) }],
    ['other questions', { examination: { sha256: 'c'.repeat(64) } }],
    ['another machine', { machine: 'elsewhere' }],
  ])('knows nothing of %s', async (_, change) => {
    const registry = await recordQualification(file, PASSED, privateKey);
    expect(qualificationFor(registry, { ...QUESTION, ...change })).toEqual({ qualified: false, why: 'not-examined' });
  });

  it.each<[string, Partial<Qualification>]>([
    ['the result', { result: { ...PASSED.result, overall: 1 } }],
    ['the time', { at: '2027-11-21T12:00:00.000Z' }],
    ['the name', { modelId: 'huge' }],
  ])('refuses an entry with %s changed by hand', async (_, change) => {
    const registry = await recordQualification(file, PASSED, privateKey);
    expect(qualificationFor(changed(registry, change), QUESTION)).toMatchObject({ why: 'signature-invalid' });
  });

  it('refuses an entry of another machine relabelled as this one', async () => {
    const registry = await recordQualification(file, { ...PASSED, machine: 'elsewhere' }, privateKey);
    expect(isQualified(changed(registry, { machine: 'here' }), QUESTION)).toBe(false);
  });

  it('refuses a signature of another key', async () => {
    const registry = await recordQualification(file, PASSED, generateKeyPairSync('ed25519').privateKey);
    expect(qualificationFor(registry, QUESTION)).toMatchObject({ why: 'signature-invalid' });
  });

  it('does not qualify a model that failed, also beside an older pass', async () => {
    const first = await recordQualification(file, PASSED, privateKey);
    const failed = { ...PASSED, result: { ...PASSED.result, passed: false } };
    const second = await recordQualification(file, failed, privateKey);

    expect(second.entries).toHaveLength(1);
    expect(qualificationFor(second, QUESTION)).toMatchObject({ why: 'not-passed' });
    const both = { version: 1 as const, entries: [...first.entries, ...second.entries] };
    expect(qualificationFor(both, QUESTION)).toMatchObject({ why: 'not-passed' });
  });
});

describe('readRegistry', () => {
  it('takes a missing or damaged file for empty', async () => {
    expect((await readRegistry(file)).entries).toEqual([]);
    await recordQualification(file, PASSED, privateKey);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -5));
    expect((await readRegistry(file)).entries).toEqual([]);
  });

  it('keeps results of other models beside each other', async () => {
    await recordQualification(file, PASSED, privateKey);
    await recordQualification(file, { ...PASSED, modelSha256: 'd'.repeat(64) }, privateKey);
    expect(isQualified(await readRegistry(file), QUESTION)).toBe(true);
    expect((await readRegistry(file)).entries).toHaveLength(2);
  });
});
