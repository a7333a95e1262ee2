import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryEmbedder } from '../support/journey-engines.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

/** Questions and the document that answers each. */
const matters = [
  ['I have lost my card', 'lost-card'],
  ['what does an international transfer cost?', 'international-transfers'],
  ['how do I freeze my card', 'freeze-card'],
  ['cashback is missing, how do I claim missing cashback', 'partner-offers'],
  ['my card is blocked after a wrong PIN three times', 'card-pin'],
] as const;
const AT_ONCE = 20;

describe('many customers at once', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it('each get their own answer, and nobody a word of another', async () => {
    const customers = Array.from({ length: AT_ONCE }, (_, index) => {
      const [question, document] = matters[index % matters.length] ?? matters[0];
      return { question, document, mark: `voice ${index} of ${AT_ONCE}` };
    });
    const logBefore = bank.appliance.store.log.size;
    const conversations = await Promise.all(customers.map(() => bank.start()));
    const turns = await Promise.all(
      customers.map(({ question, mark }, index) =>
        bank.ask(`${question} (${mark})`, { conversation: conversations[index] ?? '' }),
      ),
    );
    expect(turns.map((turn) => turn.conversation)).toEqual(conversations);
    for (const [index, { document, mark }] of customers.entries()) {
      const cited = turns[index]?.reply?.citations.map((one) => one.passage.split('#')[0]);
      expect([index, cited]).toEqual([index, expect.arrayContaining([document])]);
      const { transcript } = await bank.conversation(conversations[index] ?? '');
      expect(transcript).toHaveLength(2);
      expect(transcript[0]?.text).toContain(mark);
      const recorded = JSON.stringify(bank.entriesOf(conversations[index] ?? ''));
      const others = customers.filter((other) => other.mark !== mark);
      expect(others.filter((other) => recorded.includes(`(${other.mark})`))).toEqual([]);
    }
    expect(bank.appliance.store.log.size).toBe(logBefore + 2 * AT_ONCE);
    expect(new Set(turns.map((turn) => turn.receipt.index)).size).toBe(AT_ONCE);
    expect(verifyWholeLog(bank.appliance.store)).toMatchObject({ ok: true, findings: [] });
  });

  it('are put in order within one conversation', async () => {
    const conversation = await bank.start();
    const [first, second] = await Promise.all([
      bank.ask('what does an international transfer cost?', { conversation }),
      bank.ask('and how long does that take?', { conversation }),
    ]);
    expect([first.turn, second.turn]).toEqual([1, 2]);
    expect(second.reply?.text).toContain('1 to 4 working days');
    expect((await bank.conversation(conversation)).transcript.map((line) => line.turn)).toEqual([1, 1, 2, 2]);
  });

  it('do not overtake a handover: what is written meanwhile waits for the person', async () => {
    const conversation = await bank.start();
    const [first, second] = await Promise.all([
      bank.ask('my lawyer will contact you', { conversation }),
      bank.ask('how do I freeze my card', { conversation }),
    ]);
    expect([first.outcome, second.outcome]).toEqual(['handed-over', 'with-person']);
  });
});

describe('more customers than the appliance takes at once', () => {
  it('are told to come back in a moment, and nothing of theirs is on the record', async () => {
    const embedder = new StoryEmbedder();
    const bank = await givenAppliance({ embedder, turnsAtOnce: 1, knowledge: {} });
    const conversations = [await bank.start(), await bank.start()];
    const held = embedder.holdNext();
    const first = bank.ask('how do I freeze my card', { conversation: conversations[0] ?? '' });
    await held.reached;
    const path = `/v1/conversations/${conversations[1]}/messages`;
    const refused = await bank.as('kiosk').request('POST', path, { text: 'how do I freeze my card' });
    expect([refused.status, refused.code]).toEqual([503, 'overloaded']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    held.release();
    await first;
    expect(bank.entriesOf(conversations[1] ?? '')).toHaveLength(1);
    expect((await bank.as('kiosk').request('POST', path, { text: 'how do I freeze my card' })).status).toBe(200);
    await bank.close();
  });
});

describe('an appliance that is told to stop', () => {
  it('answers the turn under way, and tells everybody else when to come back', async () => {
    const embedder = new StoryEmbedder();
    const bank = await givenAppliance({ embedder, knowledge: {} });
    const conversation = await bank.start();
    const held = embedder.holdNext();
    const turn = bank.ask('how do I freeze my card', { conversation });
    await held.reached;
    bank.appliance.refuseWork();
    for (const path of ['/v1/conversations', `/v1/conversations/${conversation}/handover`]) {
      const refused = await bank.as('kiosk').request('POST', path, {});
      expect([refused.status, refused.code]).toEqual([503, 'shutting-down']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const readiness = await bank.as('kiosk').request('GET', '/readyz');
    expect([readiness.status, readiness.body]).toMatchObject([503, { ready: false, state: 'stopping' }]);
    expect((await bank.as('kiosk').request('GET', '/healthz')).status).toBe(200);
    held.release();
    expect((await turn).turn).toBe(1);
    expect((await bank.conversation(conversation)).transcript).toHaveLength(2);
    await bank.close();
  });
});
