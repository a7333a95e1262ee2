import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../../src/conversation/parse-json.ts';
import { alertListSchema } from '../../src/http/schemas/alert-schemas.ts';
import { alertParts } from '../../src/policy/alert-sources.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { openWebhookSite, type ReceivedMessage, type WebhookSite } from '../support/webhook-site.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const knowledge = {
  'hours.md': '---\ntitle: Hours\ncollection: bank\nupdated: 2026-10-01\n---\n\n## Hours\n\nWe open at nine.\n',
};
const messageSchema = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.object({ alert: z.string(), rule: z.string(), severity: z.string(), text: z.string() }),
});

let site: WebhookSite;
let bank: GivenAppliance;
beforeAll(() => {
  process.env.CONFIDANT_SECRET_ON_CALL = SECRET;
});
afterAll(() => {
  delete process.env.CONFIDANT_SECRET_ON_CALL;
});
beforeEach(async () => {
  site = await openWebhookSite();
  const webhooks = `webhooks:\n  - { id: on-call, url: '${site.url}', secret: CONFIDANT_SECRET_ON_CALL, timeoutMs: 300 }\n`;
  const policies = {
    'alerts.yaml': (shipped: string) => `${shipped.slice(0, shipped.indexOf('webhooks: []'))}${webhooks}`,
  };
  bank = await givenAppliance({ knowledge, policies });
});
afterEach(async () => {
  await bank.close();
  await site.close();
});

/** Time goes on by so many seconds, then the appliance looks at its rules and sends what is due. */
async function later(seconds: number): Promise<void> {
  bank.clock.advance(seconds * 1_000);
  await bank.appliance.alerts.look();
}
const press = (which: 'stop' | 'resume') => bank.as('admin').request('POST', `/v1/${which}`);
const shown = async () => alertListSchema.parse((await bank.as('agent').request('GET', '/v1/alerts')).body).items;
const told = () => site.received.map(({ body }) => messageSchema.parse(parseJson(body)));
/** Entries about alerts, oldest first. */
const recorded = () =>
  [...bank.appliance.store.log.entries(0)].flatMap(({ entry }) =>
    entry.kind === 'alert-raised' || entry.kind === 'alert-cleared' ? [[entry.kind, entry.rule]] : [],
  );

/** Held as the specification words it, not by the code that signs. */
function isSigned({ headers, body }: ReceivedMessage): boolean {
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

describe('an alert', () => {
  it('is shown, sent signed, and one entry when it is raised and one when it is over', async () => {
    await press('stop');
    await later(5);
    await later(5);
    expect(await shown()).toMatchObject([{ rule: 'assistant-stopped', severity: 'warning', clearedAt: null }]);
    expect(told()).toMatchObject([{ type: 'alert.raised', data: { rule: 'assistant-stopped', severity: 'warning' } }]);
    await press('resume');
    await later(5);
    await later(60);
    await later(5);
    expect(recorded()).toEqual([
      ['alert-raised', 'assistant-stopped'],
      ['alert-cleared', 'assistant-stopped'],
    ]);
    expect(told().map(({ type }) => type)).toEqual(['alert.raised', 'alert.cleared']);
    expect(site.received.every(isSigned)).toBe(true);
    expect((await shown())[0]?.clearedAt).not.toBeNull();
    expect(bank.appliance.store.alerts.waiting()).toBe(0);
  });

  it('outlives a restart: it is neither told twice nor forgotten', async () => {
    await press('stop');
    site.answer = 503;
    await later(5);
    expect(bank.appliance.store.alerts.waiting()).toBe(1);
    await bank.restart();
    site.answer = 204;
    await later(60);
    expect(new Set(site.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(told().at(-1)?.type).toBe('alert.raised');
    await press('resume');
    await later(5);
    await later(60);
    expect(recorded().map(([kind]) => kind)).toEqual(['alert-raised', 'alert-cleared']);
  });

  it('is over when its rule is taken out of policy', async () => {
    await press('stop');
    await later(5);
    await bank.restart({ policies: { 'alerts.yaml': () => 'rules: []\n' } });
    await later(5);
    expect(recorded().map(([kind]) => kind)).toEqual(['alert-raised', 'alert-cleared']);
  });

  it('tells of reveals that were stopped, of customers who wait, and nothing any of them wrote', async () => {
    const { conversation } = await bank.ask('I am Violet Harrow, my card is 4111 1111 1111 1111, I want a person');
    const reveal = () =>
      bank.as('agent').request('POST', '/v1/reveal', { conversation, placeholder: '[NONE_1]', reason: 'Violet asked' });
    for (let index = 0; index < 80; index += 1) await reveal();
    await later(5);
    expect((await shown()).map(({ rule }) => rule)).toContain('reveals-stopped');
    const { text } = await bank.as('admin').request('GET', '/metrics');
    expect(text).toMatch(/confidant_handovers_waiting\{queue="[a-z-]+",priority="[a-z]+"\} 1/);
    expect(text).toContain('confidant_alerts_open{severity="critical"} 1');
    const everything = [text, ...site.received.map(({ body }) => body)].join('\n');
    for (const word of ['Violet', 'Harrow', '4111', conversation]) expect(everything).not.toContain(word);
  });
});

describe('a webhook', () => {
  it('that fails, is slow or redirects is asked again, later each time, with the same message', async () => {
    await press('stop');
    for (const answer of [503, 'never', { redirect: 'http://127.0.0.1:9/' }] as const) {
      site.answer = answer;
      await later(400);
    }
    expect(site.received).toHaveLength(3);
    await later(1);
    expect(site.received).toHaveLength(3);
    site.answer = 200;
    await later(400);
    expect(new Set(site.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(site.received.map(({ body }) => body)).size).toBe(1);
    expect(bank.appliance.store.alerts.waiting()).toBe(0);
    const { text } = await bank.as('admin').request('GET', '/metrics');
    for (const result of ['receiver-failed', 'timed-out', 'redirected', 'delivered'])
      expect(text).toContain(`confidant_alert_deliveries_total{webhook="on-call",result="${result}"} 1`);
  });

  it('is not left alone for as long as the clock was ahead, once that is set right', async () => {
    const day = 86_400;
    await press('stop');
    site.answer = 503;
    await later(day);
    expect(site.received).toHaveLength(1);
    site.answer = 204;
    await later(-day);
    expect(bank.appliance.store.alerts.waiting()).toBe(0);
    expect(told().map(({ type }) => type)).toEqual(['alert.raised', 'alert.raised']);
  });

  it('gets a test message when an administrator asks for one, which is on the record', async () => {
    expect((await bank.as('agent').request('POST', '/v1/alerts/test')).code).toBe('not-found');
    expect((await bank.as('admin').request('POST', '/v1/alerts/test')).body).toEqual({ queued: 1 });
    await later(5);
    expect(told()).toMatchObject([{ type: 'alert.test', data: { rule: 'test' } }]);
    const acts = [...bank.appliance.store.log.entries(0)].filter(({ entry }) => entry.kind === 'admin-act');
    expect(acts).toHaveLength(1);
    const { body } = await bank.as('admin').request('GET', '/readyz');
    const parts = Object.keys(z.object({ parts: z.record(z.string(), z.unknown()) }).parse(body).parts);
    expect(parts.filter((part) => !part.startsWith('breaker-')).sort()).toEqual([...alertParts].sort());
  });
});
