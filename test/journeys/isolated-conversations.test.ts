import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canaryPair, foreignMarks, serveCanary } from '../support/canary-customer.ts';
import { EchoGenerator } from '../support/echo-generator.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

const PAIRS = Number(process.env.CONFIDANT_ISOLATION_PAIRS ?? 100);
/** Pairs that are served at the same time. */
const AT_ONCE = 16;

/** The same matter told by two collections, each with a name of its own in every sentence that can be quoted. */
const articleOf = (collection: string, place: string) => `---
title: Lost cards
collection: ${collection}
updated: 2026-10-01
---

## Report a lost card

Report a lost card on 0800 555 0142 to the ${place} desk. Reporting a lost card cancels that card for good, says ${place}.

## A new card

A new card takes 5 working days to come from ${place} by post.
`;

let bank: GivenAppliance;
const generator = new EchoGenerator();
beforeAll(async () => {
  const knowledge = { 'north.md': articleOf('north', 'Borealis'), 'south.md': articleOf('south', 'Australis') };
  // Nobody waits for the rest of a sentence here.
  const policies = { 'limits.yaml': (shipped: string) => shipped.replace('windowMs: 250', 'windowMs: 0') };
  bank = await givenAppliance({ generator, composes: true, knowledge, policies });
});
afterAll(() => bank.close());

/** Serves one pair at the same moment, and answers every mark of the one that reached the other. */
async function servePair(pair: number) {
  const customers = canaryPair(pair, pair % 4 === 0);
  const heard = await Promise.all(customers.map((customer) => serveCanary(bank, customer, `k-${pair}`)));
  return customers.map((customer, side) => {
    const { all = [], turns = [], conversation = '' } = heard[side] ?? {};
    const told = JSON.stringify(turns);
    return {
      crossed: foreignMarks(all, customer),
      conversation,
      // What nobody hears cannot cross: each must have heard themselves, their own card and their own collection.
      control: told.includes(customer.card) && told.includes(customer.place) && told.includes(customer.word),
      remembers: customer.holder === 'admin' && JSON.stringify(all[5]).includes(customer.word),
    };
  });
}

describe('two customers at the same time', () => {
  it(
    `hear nothing of each other in ${PAIRS} pairs`,
    async () => {
      const begun = performance.now();
      const pairs = Array.from({ length: PAIRS }, (_, pair) => pair);
      const served = [];
      while (pairs.length > 0) served.push(...(await Promise.all(pairs.splice(0, AT_ONCE).map(servePair))).flat());
      const seconds = Math.round((performance.now() - begun) / 1_000);
      process.stdout.write(`isolation: ${PAIRS} pairs, ${served.length} conversations, ${seconds} s\n`);
      expect(served.flatMap(({ crossed }) => crossed)).toEqual([]);
      expect(new Set(served.map(({ conversation }) => conversation)).size).toBe(PAIRS * 2);
      expect(served.filter(({ control }) => control)).toHaveLength(PAIRS * 2);
      expect(served.filter(({ remembers }) => remembers)).toHaveLength(Math.ceil(PAIRS / 4) * 2);
    },
    60_000 + PAIRS * 1_000,
  );

  it('stand in no prompt together, and nowhere with a card', () => {
    expect(generator.prompts.length).toBeGreaterThanOrEqual(PAIRS * 2);
    const words = generator.prompts.map(({ system, user }) => new Set(`${system}${user}`.match(/canary[a-j]{6}/gu)));
    expect(words.filter(({ size }) => size !== 1)).toEqual([]);
    expect(generator.prompts.filter(({ user }) => /4\d{15}/u.test(user))).toEqual([]);
    const mixed = generator.prompts.filter(({ user }) => user.includes('Borealis') && user.includes('Australis'));
    expect(mixed).toEqual([]);
  });
});

describe('the next customer at a kiosk', () => {
  it('starts empty, also where the one before said who they are', async () => {
    const [before] = canaryPair(400_000, false);
    await serveCanary(bank, before, 'before');
    const next = await bank.start();
    const turn = await bank.ask('and how long does that take? what did I say my card was, [CARD_1]?', {
      conversation: next,
    });
    const heard = [turn, await bank.conversation(next), bank.entriesOf(next)];
    const nobody = { ...before, word: '', card: '', place: '' };
    expect(foreignMarks(heard, nobody).filter((mark) => !['Borealis', 'Australis'].includes(mark))).toEqual([]);
    expect((await bank.conversation(next)).transcript.filter(({ from }) => from === 'customer')).toHaveLength(1);
    expect(await bank.appliance.stages.records.knownValues(next)).toEqual([]);
  });

  it('cannot open what another kiosk or the customer before began', async () => {
    const [north, south] = canaryPair(400_001, false);
    const { conversation } = await serveCanary(bank, north, 'mine');
    const stranger = bank.as(south.holder);
    const path = `/v1/conversations/${conversation}`;
    const missing = await stranger.request('GET', '/v1/conversations/c_01JD3V6Q5WX7E8R9T0YABCDEFG');
    for (const [method, what, body] of [
      ['GET', '', undefined],
      ['GET', '/memory', undefined],
      ['GET', '/consent', undefined],
      ['GET', '/turns/1', undefined],
      ['DELETE', '/memory', undefined],
      ['POST', '/messages', { text: 'what did I say?' }],
      ['POST', '/consent', { purpose: 'remember-me', granted: true }],
    ] as const) {
      const answer = await stranger.request(method, `${path}${what}`, body);
      expect([what, answer.status, answer.code]).toEqual([what, missing.status, missing.code]);
    }
  });
});

describe('the check itself', () => {
  it('sees a mark of the other wherever it stands', () => {
    const [north, south] = canaryPair(7, false);
    const heard = [
      { reply: { text: `so says ${south.word}` } },
      [{ value: south.card }],
      `at ${south.place}`,
      north.word,
    ];
    expect(foreignMarks(heard, north)).toEqual([south.word, south.card, south.place]);
  });
});
