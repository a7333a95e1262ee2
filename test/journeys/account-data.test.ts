import { afterAll, describe, expect, it } from 'vitest';
import { ActingBanks, ada, askAsAda, latestCode, recordOf } from '../support/given-actions.ts';
import type { GivenAppliance } from '../support/given-appliance.ts';

const banks = new ActingBanks();
let bank: GivenAppliance;
afterAll(() => banks.close());

const given = async (...of: Parameters<ActingBanks['given']>) => {
  bank = await banks.given(...of);
};
const balance = 'how much money do I have, what is my balance?';
const another = (code: string): string => (code === '000000' ? '000001' : '000000');
/** Everything on the disk as text; what is personal must not be found in it. */
const onDisk = (): string => [...bank.filesUnderData().values()].map((bytes) => bytes.toString('latin1')).join('\n');

describe('asking for account data', () => {
  it('answers from the system once the customer has proved who they are', async () => {
    await given(['read-balance']);
    const conversation = await bank.start(ada);
    const asked = await bank.ask(balance, { conversation });
    expect(asked).toMatchObject({ outcome: 'confirming', confirmation: { kind: 'identity' } });
    expect(asked.reply?.text).toMatch(/^We keep this conversation .* six digits/u);
    const answered = await bank.confirm(asked, true, latestCode(bank));
    expect(answered).toMatchObject({ outcome: 'answered', confirmation: null, reply: { mode: 'scripted' } });
    expect(answered.reply?.text).toBe('Your balance is 1,204.50 USD.');
    expect(recordOf(answered)).toMatchObject({ operation: 'read-balance', verdict: 'allow', identity: 'right' });
    expect((await bank.conversation(conversation)).state).toBe('with-assistant');
  });

  it('asks for no second code in the same conversation, and shows no other', async () => {
    await given(['read-balance']);
    const first = await askAsAda(bank, balance);
    expect((await bank.ask(balance, { conversation: first.conversation })).reply?.text).toContain('1,204.50');
    expect((await bank.ask(balance)).outcome).not.toBe('answered');
  });

  it('keeps values, codes and customers out of the record and off the disk', async () => {
    await given(['read-balance']);
    const answered = await askAsAda(bank, balance);
    const code = latestCode(bank);
    expect(answered.entry.reply).toBe('Your balance is [DETAIL_1] USD.');
    const entries = JSON.stringify(bank.entriesOf(answered.conversation));
    for (const secret of ['1,204.50', 'ada@example.com', code]) expect(entries).not.toContain(secret);
    for (const secret of ['1,204.50', 'ada@example.com']) expect(onDisk()).not.toContain(secret);
    const { transcript } = await bank.conversation(answered.conversation, 'agent');
    expect(transcript.at(-1)?.text).toBe('Your balance is [DETAIL_1] USD.');
  });

  it('masks what is personal in values policy calls plain', async () => {
    await given(
      ['read-balance'],
      ['currency: { at: currency, plain: true }', 'currency: { at: customer, plain: true }'],
    );
    const answered = await askAsAda(bank, balance);
    expect(answered.reply?.text).toBe('Your balance is 1,204.50 ada@example.com.');
    expect(answered.entry.reply).toMatch(/^Your balance is \[DETAIL_1\] \[EMAIL_\d\]\.$/u);
  });

  it('takes a code that is typed as a message, and keeps it out of the transcript', async () => {
    await given(['read-balance']);
    const conversation = await bank.start(ada);
    await bank.ask(balance, { conversation });
    const code = latestCode(bank);
    const answered = await bank.ask(`${code.slice(0, 3)} ${code.slice(3)}`, { conversation });
    expect(answered.reply?.text).toContain('1,204.50');
    expect(JSON.stringify(await bank.conversation(conversation, 'agent'))).not.toContain(code.slice(3));
  });

  it('asks a stranger for the address on file first', async () => {
    await given(['read-balance']);
    const { conversation, outcome, reply } = await bank.ask(balance);
    expect([outcome, reply?.text]).toEqual(['clarifying', expect.stringContaining('email address')]);
    const sent = await bank.ask('it is ada@example.com', { conversation });
    expect(sent).toMatchObject({ outcome: 'confirming', confirmation: { kind: 'identity' } });
    expect((await bank.confirm(sent, true, latestCode(bank))).reply?.text).toContain('1,204.50');
  });

  it('tells somebody nobody knows nothing else than a customer', async () => {
    await given(['read-balance']);
    const known = await bank.ask(balance, { conversation: await bank.start(ada) });
    const unknown = await bank.ask(balance, {
      conversation: await bank.start({ customer: { ref: 'eve@example.com' } }),
    });
    expect(unknown.reply?.text).toBe(known.reply?.text);
    const answered = await bank.confirm(unknown, true, latestCode(bank));
    expect(answered.reply?.text).toContain('I cannot find an account for you');
  });

  it('hands over after three wrong codes, and the right one comes too late', async () => {
    await given(['read-balance']);
    const asked = await bank.ask(balance, { conversation: await bank.start(ada) });
    const wrong = another(latestCode(bank));
    expect((await bank.confirm(asked, true, wrong)).outcome).toBe('confirming');
    expect((await bank.confirm(asked, true, wrong)).outcome).toBe('confirming');
    const third = await bank.confirm(asked, true, wrong);
    expect(third.entry).toMatchObject({ outcome: 'handed-over', reason: 'identity-unverified' });
    await expect(bank.confirm(asked, true, latestCode(bank))).rejects.toThrow('409');
  });

  it('takes no code after its time', async () => {
    await given(['read-balance']);
    const asked = await bank.ask(balance, { conversation: await bank.start(ada) });
    bank.clock.advance(301_000);
    const late = await bank.confirm(asked, true, latestCode(bank));
    expect(late).toMatchObject({ outcome: 'answered', reply: { text: expect.stringContaining('took too long') } });
    expect(recordOf(late)).toMatchObject({ verdict: 'expired' });
  });

  it('takes a code in its own conversation alone', async () => {
    await given(['read-balance']);
    const mine = await bank.ask(balance, { conversation: await bank.start(ada) });
    const code = latestCode(bank);
    const other = await bank.ask(balance, { conversation: await bank.start(ada) });
    expect((await bank.confirm(other, true, code)).outcome).toBe('confirming');
    expect((await bank.confirm(mine, true, code)).outcome).toBe('answered');
  });

  it('sends no fourth code within an hour, in whatever conversation', async () => {
    await given(['read-balance']);
    for (let sent = 0; sent < 3; sent += 1) await bank.ask(balance, { conversation: await bank.start(ada) });
    const fourth = await bank.ask(balance, { conversation: await bank.start(ada) });
    expect(fourth.entry).toMatchObject({
      reason: 'identity-unverified',
      decision: { action: { rule: 'identity.sendsPerHour' } },
    });
    bank.clock.advance(3_700_000);
    expect((await bank.ask(balance, { conversation: await bank.start(ada) })).outcome).toBe('confirming');
  });

  it('shows nothing to somebody who will not say who they are', async () => {
    await given(['read-balance']);
    const asked = await bank.ask(balance, { conversation: await bank.start(ada) });
    const refused = await bank.confirm(asked, false);
    expect(refused).toMatchObject({
      outcome: 'answered',
      reply: { text: expect.stringContaining('Without the check') },
    });
    expect(recordOf(refused)).toMatchObject({ identity: 'refused', accepted: false });
    const words = await bank.ask(balance, { conversation: refused.conversation });
    expect((await bank.ask('no, I would rather not', { conversation: words.conversation })).reply?.text).toContain(
      'Without the check',
    );
  });

  it('hands over a refusal where policy wants a person', async () => {
    await given(['read-balance'], ['onRefusal: answer', 'onRefusal: hand-over']);
    const asked = await bank.ask(balance, { conversation: await bank.start(ada) });
    expect((await bank.confirm(asked, false)).entry.reason).toBe('identity-unverified');
  });

  it('answers from knowledge where no operation is enabled, or the tier has none', async () => {
    await given([]);
    expect((await bank.ask(balance)).outcome).not.toBe('confirming');
    await given(['read-balance'], ['    owner: customer\n', '    owner: customer\n    tiers: [premium]\n']);
    const turn = await bank.ask(balance);
    expect(turn.outcome).not.toBe('confirming');
    expect(recordOf(turn)).toMatchObject({
      verdict: 'denied',
      rule: 'tiers',
      at: expect.stringMatching(/actions\.yaml:\d+:\d+$/u),
    });
  });
});
