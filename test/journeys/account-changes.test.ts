import { afterAll, describe, expect, it } from 'vitest';
import { ActingBanks, askAsAda, recordOf, startedIn } from '../support/given-actions.ts';
import type { GivenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';

const banks = new ActingBanks();
let bank: GivenAppliance;
afterAll(() => banks.close());

const given = async (...of: Parameters<ActingBanks['given']>) => {
  bank = await banks.given(...of);
};
const paperless = 'stop sending me paper statements, account number 20417730';

const changing = ['change-statements', 'read-account'];

describe('changing something', () => {
  it('shows the change, asks, does it once and says so', async () => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    expect(shown).toMatchObject({ outcome: 'confirming', confirmation: { kind: 'change' } });
    expect(shown.reply?.text).toContain('statements of account 20417730 online');
    expect(startedIn(bank, shown.conversation).map(({ operation }) => operation)).toEqual(['send-code']);
    const done = await bank.confirm(shown, true);
    expect(done).toMatchObject({ outcome: 'answered', reply: { text: expect.stringContaining('Done.') } });
    expect(startedIn(bank, shown.conversation).at(-1)).toMatchObject({
      operation: 'change-statements',
      risk: 'write-reversible',
      consent: shown.confirmation?.step,
    });
    await expect(bank.confirm(shown, true)).rejects.toThrow('409');
  });

  it('answers a repeated confirmation with its first answer', async () => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    const body = { step: shown.confirmation?.step, accept: true };
    const path = `/v1/conversations/${shown.conversation}/confirm`;
    const press = () => bank.as('kiosk').request('POST', path, body, { 'idempotency-key': 'press-1' });
    const [first, second] = [await press(), await press()];
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(
      startedIn(bank, shown.conversation).filter(({ operation }) => operation === 'change-statements'),
    ).toHaveLength(1);
  });

  it.each([
    ['the button', (shown: AskedTurn) => bank.confirm(shown, false)],
    ['a word', ({ conversation }: AskedTurn) => bank.ask('no, cancel that', { conversation })],
  ])('changes nothing after a no by %s', async (_, refuse) => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    const refused = await refuse(shown);
    expect(refused).toMatchObject({ outcome: 'answered', reply: { text: 'All right, nothing was changed.' } });
    await expect(bank.confirm(shown, true)).rejects.toThrow('409');
    expect(startedIn(bank, shown.conversation).map(({ operation }) => operation)).toEqual(['send-code']);
  });

  it('takes a typed yes for no consent, and keeps the step', async () => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    const typed = await bank.ask('yes, do it', { conversation: shown.conversation });
    expect(typed).toMatchObject({ outcome: 'confirming', confirmation: { step: shown.confirmation?.step } });
    expect(typed.reply?.text).toContain('button');
    expect((await bank.confirm(typed, true)).reply?.text).toContain('Done.');
  });

  it('drops the step at any other message, and takes silence for no', async () => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    const other = await bank.ask('where do I find the balance in the app?', { conversation: shown.conversation });
    expect(other.outcome).not.toBe('confirming');
    await expect(bank.confirm(shown, true)).rejects.toThrow('409');
    const late = await bank.ask(paperless, { conversation: shown.conversation });
    bank.clock.advance(301_000);
    expect((await bank.confirm(late, true)).reply?.text).toContain('nothing was changed');
  });

  it('lets a wish for a person, and the stop switch, go before everything', async () => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    const wished = await bank.ask('I want to talk to a real person please', { conversation: shown.conversation });
    expect(wished.entry.reason).toBe('person-requested');
    await expect(bank.confirm(shown, true)).rejects.toThrow('409');
    const again = await askAsAda(bank, paperless);
    await bank.as('admin').request('POST', '/v1/stop');
    expect((await bank.confirm(again, true)).entry.reason).toBe('stopped');
    await bank.as('admin').request('POST', '/v1/resume');
    expect(startedIn(bank, again.conversation).map(({ operation }) => operation)).toEqual(['send-code']);
  });

  it('asks for what is missing and goes on with it', async () => {
    await given(changing);
    const asked = await askAsAda(bank, 'stop sending me paper statements');
    expect([asked.outcome, asked.reply?.text]).toEqual(['clarifying', expect.stringContaining('Which account')]);
    const shown = await bank.ask('account number 20417730', { conversation: asked.conversation });
    expect(shown).toMatchObject({ outcome: 'confirming', confirmation: { kind: 'change' } });
    expect((await bank.confirm(shown, true)).reply?.text).toContain('Done.');
  });

  it("answers for another customer's account as for one that is not there", async () => {
    await given(changing);
    const foreign = await askAsAda(bank, 'stop sending me paper statements, account number 20419981');
    const missing = await askAsAda(bank, 'stop sending me paper statements, account number 20419982');
    expect(foreign.reply?.text).toBe(missing.reply?.text);
    expect(recordOf(foreign)).toMatchObject({ verdict: 'denied', rule: 'owner' });
    expect(foreign.entry.decision).not.toHaveProperty('action.facts');
  });

  it('hands over where a rule of the facts says so, with the proposal', async () => {
    await given(changing);
    const turn = await askAsAda(bank, 'stop sending me paper statements, account number 20420015');
    expect(turn.entry).toMatchObject({ reason: 'action-approval', decision: { action: { rule: 'account-not-open' } } });
    expect((await bank.handoverOf(turn)).packet.next).toContain('Proposed: I will send the statements');
  });

  it('makes no change beyond its limit', async () => {
    await given(changing);
    const shown = await askAsAda(bank, paperless);
    const { conversation } = await bank.confirm(shown, true);
    await bank.confirm(await bank.ask(paperless, { conversation }), true);
    const third = await bank.ask(paperless, { conversation });
    expect(third.entry).toMatchObject({
      reason: 'action-approval',
      decision: { action: { rule: 'per-conversation' } },
    });
  });

  it('asks again where policy changed what the customer would agree to', async () => {
    await given(changing, ['perDay: 3', 'perDay: 5']);
    const shown = await askAsAda(bank, paperless);
    await bank.restart({
      policies: {
        'actions.yaml': (text) =>
          text
            .replaceAll(/- id: (change-statements|read-account)\n/gu, '- id: $1\n    enabled: true\n')
            .replace('perDay: 3', 'perDay: 4'),
      },
    });
    expect((await bank.confirm(shown, true)).reply?.text).toContain('nothing was changed');
  });
});

describe('what the assistant may not do itself', () => {
  const close = 'I lost my card, cancel my card 4111 1111 1111 1111 please';

  it('reaches staff as a proposal with everything in it', async () => {
    await given(['close-card']);
    const turn = await askAsAda(bank, close);
    expect(turn.entry).toMatchObject({ outcome: 'handed-over', reason: 'action-approval' });
    const { packet, attempted, queue, headline } = await bank.handoverOf(turn);
    expect([queue, headline]).toEqual(['cards', expect.stringContaining('Lost or stolen card')]);
    expect(packet.issue).toContain('cancel my card [CARD_1]');
    expect(packet.next).toContain('Proposed: Close card [CARD_1] for good');
    expect(attempted).toEqual([{ action: 'Close a card for good', result: 'proposed, not carried out' }]);
    expect(startedIn(bank, turn.conversation).map(({ operation }) => operation)).toEqual(['send-code']);
  });

  it('stays a proposal although the customer would confirm, unless policy says it runs', async () => {
    await given(changing, ['    mode: run\n', '']);
    expect((await askAsAda(bank, paperless)).entry.reason).toBe('action-approval');
  });
});

describe('a system that fails', () => {
  it('hands over in the same turn, with what was tried', async () => {
    await given(changing, ['data: sandbox/bank.json', 'data: sandbox/not-there.json']);
    const turn = await askAsAda(bank, paperless);
    expect(turn.entry).toMatchObject({ outcome: 'handed-over', reason: 'action-failed' });
    const { attempted, packet } = await bank.handoverOf(turn);
    expect(attempted).toEqual([{ action: 'Read the account', result: 'failed: document-invalid' }]);
    expect(packet.tried).toContain('Read the account: failed');
  });
});
