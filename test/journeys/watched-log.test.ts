import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptLog } from '../../src/audit/log-watch.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { growLog, newLogSigner, someEntries } from '../support/grown-log.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';
import { watchAppliance } from '../support/watch-appliance.ts';

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance();
});
afterAll(() => bank.close());

async function ask(path: string): Promise<Response> {
  const { status, text } = await bank.as('kiosk').request('GET', path);
  return new Response(text, { status });
}

/** A kiosk of the site's own, with a device of its own. */
function givenKiosk() {
  const shelf = new Map<string, KeptLog>();
  return { watch: watchAppliance(ask, shelf), kept: () => shelf.get('log') };
}

it('is watched as the documents say', () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync('docs/watching-the-log.md', 'utf8')) ?? [];
  const source = readFileSync('test/support/watch-appliance.ts', 'utf8');
  expect(source.replaceAll('../../src/', '../src/')).toBe(example);
});

describe('a kiosk that keeps checkpoints', () => {
  it('finds every receipt and the log right, over conversations, repeats and a restart', async () => {
    const { watch, kept } = givenKiosk();
    expect(await watch.visit()).toBeUndefined();
    const options = { conversation: await bank.start(), idempotencyKey: 'watched-1' };
    const first = await bank.ask('I have lost my card', options);
    expect(await watch.see(first.receipt)).toBeUndefined();
    const later = await bank.ask('how do I freeze my card');
    expect(await watch.see(later.receipt)).toBeUndefined();
    expect(kept()?.note).toBe(later.receipt.checkpoint);
    expect(await watch.see((await bank.ask('I have lost my card', options)).receipt)).toBeUndefined();
    await bank.restart();
    expect(await watch.visit()).toBeUndefined();
    expect(kept()?.note).toBe(bank.appliance.store.log.latestCheckpoint());
  });

  it('has no proof for more entries than it holds', async () => {
    const { watch } = givenKiosk();
    await watch.visit();
    const size = bank.appliance.store.log.size;
    const { status } = await bank.as('kiosk').request('GET', `/v1/audit/proof/consistency?from=1&to=${size + 1}`);
    expect(status).toBe(404);
  });
});

async function report(body: object, idempotencyKey: string = randomUUID()) {
  return await bank.as('kiosk').request('POST', '/v1/audit/alarms', body, { 'idempotency-key': idempotencyKey });
}

describe('a report of a changed log', () => {
  it('is on the record once, with the checkpoints this log signed and nothing anybody else wrote', async () => {
    const { log } = bank.appliance.store;
    const own = log.latestCheckpoint();
    const other = growLog(someEntries(3), newLogSigner()).checkpoint();
    const planted = `${own}— rosalind.quimby@example.org ${Buffer.alloc(68, 7).toString('base64')}\n`;
    const answer = await report({ code: 'log-forked', held: planted, shown: other }, 'alarm-1');
    expect(answer.status).toBe(201);
    expect((await report({ code: 'log-forked', held: planted, shown: other }, 'alarm-1')).body).toEqual(answer.body);
    const { sealed } = log.entry(log.size - 1) ?? {};
    expect(answer.body).toEqual({ index: log.size - 1 });
    expect(sealed).toMatchObject({ kind: 'log-alarm', code: 'log-forked', held: own, actor: { role: 'kiosk' } });
    expect(sealed).not.toHaveProperty('shown');
    expect(verifyWholeLog(bank.appliance.store)).toMatchObject({ ok: true });
    const metrics = await bank.as('admin').request('GET', '/metrics');
    expect(metrics.text).toContain('confidant_log_alarms_total{code="log-forked"} 1');
  });

  it('is refused with a code nobody knows and a note longer than any', async () => {
    for (const body of [{ code: 'bad' }, { code: 'log-forked', held: 'x'.repeat(20_000) }, {}]) {
      expect(await report(body)).toMatchObject({ status: 400, code: 'input-invalid' });
    }
  });
});
