import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { type ChildAppliance, startChild } from '../support/child-appliance.ts';
import { verifyData } from '../support/fault-database.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'privacy-'));
const data = join(folder, 'data');
const YEAR_MS = 365 * 86_400_000;
const email = 'ada.byron@example.net';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let appliance: ChildAppliance;
beforeAll(async () => {
  appliance = await startChild({ data });
}, 60_000);
afterAll(() => appliance.stop());

interface CommandEnd {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function privacy(...given: readonly string[]): Promise<CommandEnd> {
  const env = { PATH: process.env.PATH, CONFIDANT_DATA: data, CONFIDANT_PORT: String(appliance.port) };
  const parameters = ['--import', 'tsx', join(root, 'scripts/privacy.ts'), ...given];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, parameters, { cwd: root, env }, (_, output, errors) => {
      resolve({ code: child.exitCode ?? -1, output, errors });
    });
  });
}

async function talkAs(reference: string): Promise<void> {
  const started = await appliance.call('POST', '/v1/conversations', { body: { customer: { ref: reference } } });
  const path = `/v1/conversations/${(started.body as { id: string }).id}/messages`;
  expect(await appliance.call('POST', path, { body: { text: `I lost my card, ${email}` } })).toMatchObject({
    status: 200,
  });
}

/** The same story, whoever has the data folder open. */
async function expectStory(reference: string): Promise<void> {
  const exported = await privacy('--json', 'export', reference);
  expect([exported.code, exported.errors]).toEqual([0, expect.any(String)]);
  const { subject, files, counts } = JSON.parse(exported.output) as {
    subject: string;
    files: string[];
    counts: Record<string, number>;
  };
  expect(counts).toMatchObject({ conversations: 1, turns: 1, vault: 2 });
  for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(files[0] ?? '', 'utf8')).toContain(email);
  expect(readFileSync(files[1] ?? '', 'utf8')).toContain(email);

  expect((await privacy('hold', reference, '--reason', 'case 12')).code).toBe(0);
  const refused = await privacy('erase', reference);
  expect(refused.code).toBe(1);
  expect(refused.errors).toContain('npm run privacy -- release');
  expect((await privacy('release', reference)).code).toBe(0);

  const erased = await privacy('erase', reference);
  expect(erased.code).toBe(0);
  expect(erased.output).toContain(`Erased ${subject}`);
  expect(erased.output).toContain('confidant.erasure/v1');
  expect(existsSync(join(data, 'exports', subject))).toBe(false);
  const stranger = await privacy('export', `nobody-${reference}`);
  expect([stranger.code, stranger.output]).toEqual([1, '']);
  expect(stranger.errors).toContain('subject-not-found');
}

describe('privacy commands', { timeout: 240_000 }, () => {
  it('work through the appliance that runs', async () => {
    await talkAs('ada@customers.example');
    await expectStory('ada@customers.example');
    const tried = await privacy('retention', '--dry-run');
    expect([tried.code, tried.output]).toEqual([0, expect.stringContaining('Nothing is older')]);
  });

  it('work on the folder where none runs, and the record names who did it', async () => {
    await talkAs('bob@customers.example');
    appliance.signal('SIGTERM');
    await appliance.ended;
    await expectStory('bob@customers.example');
    expect((await privacy('retention')).code).toBe(0);
    // As after a year in a cupboard.
    writeFileSync(
      join(data, 'retention.json'),
      JSON.stringify({ latest: new Date(Date.now() - YEAR_MS).toISOString() }),
    );
    const held = await privacy('retention');
    expect([held.code, held.output]).toEqual([1, expect.stringContaining('--clock-is-right')]);
    expect((await privacy('retention', '--clock-is-right')).code).toBe(0);
    expect(verifyData(data)).toMatchObject({ ok: true, findings: [] });
    const database = openDatabaseForReading(join(data, 'confidant.db'));
    const erasing =
      "SELECT json_extract(entry, '$.actor.role') FROM log_entries WHERE kind = 'subject-erased' ORDER BY idx";
    expect(database.prepare(erasing).pluck().all()).toEqual(['admin', 'operator']);
    database.close();
  });

  it('end with 2 and a sentence for a wrong call', async () => {
    for (const given of [['erase'], ['forget', 'x'], ['hold', 'x']]) {
      const { code, errors } = await privacy(...given);
      expect([code, errors.length > 0]).toEqual([2, true]);
    }
  });
});
