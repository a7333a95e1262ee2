import { spawn } from 'node:child_process';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCosignedList } from '../../src/adapters/sqlite/cosignature-rows.ts';
import { copyLog } from '../../src/audit/copy-log.ts';
import { createCosigner, generateWitnessKey } from '../../src/audit/cosigner.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { verifyPublishedLog } from '../../src/audit/verify-published-log.ts';
import { type RunningServer, serveAppliance } from '../../src/compose-server.ts';
import { visitAsWitness } from '../../src/compose-witness.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { growLog, newLogSigner, someEntries } from '../support/grown-log.ts';
import { memoryLog } from '../support/published-logs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'witness-'));
const now = '2026-11-21T09:00:00.000Z';
const seconds = Date.parse(now) / 1000;
const cosigner = createCosigner('witness.example/w1', createPrivateKey(generateWitnessKey()));
const stranger = createCosigner('witness.example/w2', createPrivateKey(generateWitnessKey()));

let bank: GivenAppliance;
let server: RunningServer;
async function serve(): Promise<void> {
  const { app } = bank.appliance;
  server = await serveAppliance({ app, close: async () => undefined }, { host: '127.0.0.1', port: 0 });
}
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: {}, now, witnesses: [cosigner.vkey] });
  await serve();
});
afterAll(async () => {
  await server.close();
  await bank.close();
  rmSync(folder, { recursive: true, force: true });
});

const log = () => bank.appliance.store.log;
const post = (note: string, key: string = randomUUID()) =>
  bank.as('kiosk').request('POST', '/v1/audit/witness', { note }, { 'idempotency-key': key });
const witnessed = () =>
  [...log().entries(0)].flatMap(({ entry }) => (entry.kind === 'checkpoint-witnessed' ? [entry] : []));
const gauge = async () => {
  const { text: metrics } = await bank.as('admin').request('GET', '/metrics');
  return /^confidant_log_unwitnessed_seconds (\d+)$/m.exec(metrics)?.[1];
};

describe('a cosigned checkpoint', () => {
  it('is kept once with its entry, however often it is brought', async () => {
    const note = cosigner.cosign(log().latestCheckpoint(), seconds);
    const size = log().size;
    const answer = await post(note, 'witness-1');
    expect(answer).toMatchObject({ status: 200, body: { size, witnesses: ['witness.example/w1'] } });
    const repeats = await Promise.all([post(note, 'witness-1'), post(note), post(cosigner.cosign(note, seconds + 60))]);
    for (const repeat of repeats) expect(repeat.body).toEqual(answer.body);
    expect(witnessed()).toMatchObject([
      { size, witnesses: [{ name: 'witness.example/w1', time: seconds }], actor: { role: 'kiosk' } },
    ]);
    const { text: lines } = await bank.as('auditor').request('GET', '/v1/audit/witnesses');
    expect(lines).toBe(`${JSON.stringify({ size, note })}\n`);
  });

  it('is refused with a code where the witness, the checkpoint or the signature is not right', async () => {
    const own = log().latestCheckpoint();
    const note = cosigner.cosign(own, seconds);
    const foreign = growLog(someEntries(3), newLogSigner()).checkpoint();
    const cases = [
      [stranger.cosign(own, seconds), 'witness-unknown'],
      [stranger.cosign(note, seconds), 'witness-unknown'],
      [cosigner.cosign(foreign, seconds), 'checkpoint-unknown'],
      ['no note', 'checkpoint-unknown'],
      [own, 'cosignature-invalid'],
      [`${own}${cosigner.cosign(foreign, seconds).split('\n').at(-2)}\n`, 'cosignature-invalid'],
    ] as const;
    for (const [body, code] of cases) expect(await post(body)).toMatchObject({ status: 400, code });
    expect(witnessed()).toHaveLength(1);
  });

  it('is told as an age, which raises an alert after a day', async () => {
    expect(await gauge()).toBe('0');
    bank.clock.advance(86_500_000);
    expect(await gauge()).toBe('86500');
    await bank.appliance.alerts.look();
    bank.clock.advance(61_000);
    await bank.appliance.alerts.look();
    expect(bank.appliance.store.alerts.open().map(({ rule }) => rule)).toEqual(['log-not-witnessed']);
  });

  it('cannot be changed or taken away where it lies', () => {
    const { database } = bank.appliance.store;
    for (const statement of ['UPDATE log_cosignatures SET time = 1', 'DELETE FROM log_cosignatures']) {
      expect(() => database.exec(statement)).toThrow('append-only');
    }
  });

  it('is checked by the keys somebody trusts, in the store and in a copy', async () => {
    const { store } = bank.appliance;
    const copy = memoryLog();
    await copyLog(store.published, copy);
    const cosigned = createCosignedList(store.database);
    const codes = async (witnesses: readonly string[]) => {
      const stored = verifyLog(store.log.reader, store.log.vkey, { witnesses, cosigned: cosigned() });
      const copied = await verifyPublishedLog(copy, store.log.vkey, { witnesses });
      expect(copied.findings).toEqual(stored.findings);
      return stored.findings.map(({ code }) => code);
    };
    expect(await codes([cosigner.vkey])).toEqual([]);
    expect(await codes([stranger.vkey])).toEqual(['cosignature-missing']);
    const lines = Buffer.from(copy.files.get('witnesses') ?? []).toString('utf8');
    const other = cosigner.cosign('another text\n\n— a AAAAAAA=\n', seconds).split('\n').at(-2);
    copy.files.set('witnesses', Buffer.from(lines.replace(/— witness\.example\/w1 [^\\]+/u, other ?? '')));
    const { findings } = await verifyPublishedLog(copy, store.log.vkey, { witnesses: [cosigner.vkey] });
    expect(findings.map(({ code }) => code)).toEqual(['signature-invalid', 'cosignature-missing']);
  });
});

const state = join(folder, 'state.json');

async function audit(...parameters: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/audit.ts', 'witness', '--json', ...parameters], {
    cwd: root,
    env: { ...process.env, CONFIDANT_DATA: folder, CONFIDANT_SECRET_WITNESS_KEY: bank.keys.kiosk },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, code] = await Promise.all([text(child.stdout), ended]);
  return { code, output };
}

const look = () =>
  visitAsWitness({
    from: `http://127.0.0.1:${server.port}/`,
    apiKey: bank.keys.kiosk,
    state,
    as: `${state}.key`,
  });

describe('npm run audit -- witness', { timeout: 120_000 }, () => {
  let witness = '';

  it('makes its key and says how to list it, and tells wrong usage', async () => {
    const from = `http://127.0.0.1:${server.port}`;
    const key = join(bank.data, 'audit.vkey');
    const [first, wrong] = await Promise.all([audit('--from', from, '--state', state, '--key', key), audit()]);
    expect(first).toMatchObject({ code: 1, output: expect.stringContaining('"not-listed"') });
    expect(statSync(`${state}.key`).mode & 0o777).toBe(0o600);
    expect(wrong.code).toBe(2);
    witness = JSON.parse(first.output).witness;
  });

  it('cosigns once it is listed', async () => {
    await server.close();
    await bank.restart({ witnesses: [witness] });
    await serve();
    const { size } = log();
    expect(await look()).toEqual({ kind: 'cosigned', witness, size });
    expect(witnessed().at(-1)).toMatchObject({ size, witnesses: [{ name: witness.split('+')[0] }] });
  });

  it('reports a log that does not go with what it holds, and signs nothing', async () => {
    const held = readFileSync(state, 'utf8');
    const other = growLog(someEntries(3), newLogSigner());
    writeFileSync(state, JSON.stringify({ vkey: other.vkey, note: other.checkpoint() }));
    expect(await look()).toMatchObject({ kind: 'alarm', alarm: { code: 'key-changed' } });
    expect(log().entry(log().size - 1)?.entry).toMatchObject({ kind: 'log-alarm', code: 'key-changed' });
    // Who begins anew could cosign another history.
    writeFileSync(state, held.slice(0, -4));
    await expect(look()).rejects.toThrow(expect.objectContaining({ code: 'config-invalid' }));
    expect(witnessed()).toHaveLength(2);
  });
});
