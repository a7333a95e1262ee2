import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { findTraces } from '../support/journey-traces.ts';
import { addStaff, goodPassword, openBrowser } from '../support/signed-in.ts';

const card = '4111 1111 1111 1111';
const iban = 'DE89 3704 0044 0532 0130 00';
const email = 'rosalind.quimby@example.org';
const reason = 'The customer asks for a letter';
const HOUR_MS = 3_600_000;

type Holder = Parameters<GivenAppliance['as']>[0];

let bank: GivenAppliance;
let conversation: string;

async function given(reveal = ''): Promise<void> {
  const policies = {
    'privacy.yaml': (shipped: string) => shipped.replace('perHour: 30', `perHour: ${reveal || 30}`),
  };
  bank = await givenAppliance({ knowledge: {}, policies });
  conversation = await bank.start();
  await bank.ask(`I want a person. My IBAN is ${iban}, my mail is ${email}, my card is ${card}.`, { conversation });
}
beforeEach(() => given());
afterEach(() => bank.close());

const reveal = (placeholder: string, as: Holder = 'agent', body: object = {}) =>
  bank.as(as).request('POST', '/v1/reveal', { conversation, placeholder, reason, ...body });

function recorded() {
  const all = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry);
  return all.filter(({ kind }) => kind === 'value-revealed' || kind === 'reveal-refused');
}

describe('revealing a value', () => {
  it('shows it to a role of the policy, with the reason on the record, until it expires', async () => {
    const answer = await reveal('[EMAIL_1]');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      conversation,
      placeholder: '[EMAIL_1]',
      type: 'EMAIL',
      value: email,
      expiresAt: '2026-11-21T09:05:00.000Z',
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const head = { conversation, placeholder: '[EMAIL_1]', reason };
    expect(recorded()).toMatchObject([{ kind: 'value-revealed', actor: { role: 'agent', key: 'k_agent_1' }, ...head }]);
    expect(verifyLog(bank.appliance.store.log.reader, bank.appliance.store.log.vkey).ok).toBe(true);
  });

  it('goes by the role and by the kind of value', async () => {
    const allowed: Record<string, readonly string[]> = {};
    for (const as of ['agent', 'reviewer', 'admin', 'auditor', 'kiosk', 'other-kiosk'] as const) {
      const answers = await Promise.all(['[EMAIL_1]', '[IBAN_1]', '[CARD_1]'].map((one) => reveal(one, as)));
      const shown = answers.filter(({ status }) => status === 200);
      allowed[as] = shown.map(({ body }) => (body as { type: string }).type);
    }
    for (const as of ['agent', 'reviewer', 'admin', 'auditor', 'kiosk'] as const) {
      const { body } = await bank.as(as).request('GET', `/v1/conversations/${conversation}`);
      const named = (allowed[as] ?? []).map((kind) => `[${kind}_1]`);
      expect(new Set((body as { revealable: string[] }).revealable)).toEqual(new Set(named));
    }
    expect(allowed).toEqual({
      agent: ['EMAIL', 'IBAN'],
      reviewer: ['EMAIL'],
      admin: ['EMAIL', 'IBAN', 'CARD'],
      auditor: [],
      kiosk: [],
      'other-kiosk': [],
    });
  });

  it('answers what is not there and what this role may not see alike, to the byte', async () => {
    const foreign = await bank.start({}, 'other-kiosk');
    const answers = [
      await reveal('[CARD_1]'),
      await reveal('[CARD_9]'),
      await reveal('[EMAIL_1]', 'agent', { conversation: 'c_nothing' }),
      await reveal('[EMAIL_1]', 'agent', { conversation: foreign }),
      await reveal('[EMAIL_1]', 'auditor'),
      await reveal('[EMAIL_1]', 'kiosk'),
    ];
    const bodies = answers.map(({ status, body }) => JSON.stringify([status, { ...(body as object), requestId: '' }]));
    expect(new Set(bodies).size).toBe(1);
    expect(answers[0]?.code).toBe('not-found');
    // Who may call at all leaves a mark; what they made up does not.
    expect(recorded().map((entry) => 'cause' in entry && [entry.cause, 'conversation' in entry])).toEqual([
      ['not-allowed', true],
      ['not-found', true],
      ['not-found', false],
      ['not-found', true],
    ]);
  });

  it('is recorded each time, under an Idempotency-Key too, and remembered nowhere', async () => {
    const headers = { 'idempotency-key': 'again' };
    for (let time = 0; time < 3; time += 1) {
      const body = { conversation, placeholder: '[EMAIL_1]', reason };
      expect((await bank.as('agent').request('POST', '/v1/reveal', body, headers)).status).toBe(200);
    }
    expect(recorded()).toHaveLength(3);
    expect(findTraces(bank.filesUnderData(), email)).toEqual([]);
  });

  it('masks what the reason holds, and wants more of a reason than a word', async () => {
    await reveal('[EMAIL_1]', 'agent', { reason: `They wrote from ${email} and paid with ${card}` });
    expect(recorded()).toMatchObject([{ reason: 'They wrote from [EMAIL_1] and paid with [CARD_1]' }]);
    for (const short of ['', ' ', 'because', '       x       ']) {
      expect((await reveal('[EMAIL_1]', 'agent', { reason: short })).code).toBe('input-invalid');
    }
    expect(recorded()).toHaveLength(1);
  });

  it('shows nothing where it cannot be put on the record', async () => {
    const { database } = bank.appliance.store;
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
    const long = `${reason} ${'and this is why '.repeat(28)}`;
    const statuses = [];
    for (let time = 0; time < 40; time += 1) {
      const answer = await reveal('[EMAIL_1]', 'agent', { reason: long });
      statuses.push(answer.status);
      if (answer.status !== 200) expect(answer.text).not.toContain(email);
    }
    const shown = statuses.filter((status) => status === 200).length;
    expect(statuses).toContain(507);
    expect(recorded()).toHaveLength(shown);
  });

  it('stops somebody who reads value after value, tells it once, and lets others work', async () => {
    await bank.close();
    await given('3');
    const statuses = [];
    for (const one of ['[EMAIL_1]', '[CARD_1]', '[IBAN_1]', '[EMAIL_1]', '[IBAN_1]'])
      statuses.push((await reveal(one)).status);
    expect(statuses).toEqual([200, 404, 200, 429, 429]);
    const stopped = recorded().filter((entry) => 'cause' in entry && entry.cause === 'limit');
    expect(stopped).toMatchObject([{ kind: 'reveal-refused', actor: { key: 'k_agent_1' } }]);
    expect((await bank.as('admin').request('GET', '/metrics')).text).toContain(
      'confidant_reveals_total{result="stopped",role="agent"} 1',
    );
    await addStaff(bank.data, 'robin', 'agent');
    const browser = openBrowser(() => bank.appliance.app);
    await browser.ask('POST', '/v1/session', { name: 'robin', password: goodPassword });
    const body = { conversation, placeholder: '[EMAIL_1]', reason };
    expect((await browser.ask('POST', '/v1/reveal', body)).status).toBe(200);
    await bank.restart();
    const late = await reveal('[EMAIL_1]');
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '3600']);
    bank.clock.advance(HOUR_MS);
    expect((await reveal('[EMAIL_1]')).status).toBe(200);
  });

  it('counts attempts that come at once one after the other', async () => {
    await bank.close();
    await given('3');
    const answers = await Promise.all(Array.from({ length: 10 }, () => reveal('[EMAIL_1]')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(recorded()).toHaveLength(4);
  });
});
