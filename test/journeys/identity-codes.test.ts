import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ada, enabling, statements } from '../support/given-actions.ts';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryGenerator } from '../support/journey-engines.ts';
import { type MessageDesk, openMessageDesk } from '../support/message-desk.ts';

const balance = 'how much money do I have, what is my balance?';
const secrets = { CONFIDANT_SECRET_MESSAGES: 'messages-secret-7Q', CONFIDANT_SECRET_ACCOUNTS: 'accounts-secret-4K' };

let desk: MessageDesk;
let bank: GivenAppliance;
beforeAll(async () => {
  desk = await openMessageDesk();
  Object.assign(process.env, secrets);
});
afterEach(async () => {
  desk.sent.length = 0;
  desk.reads.length = 0;
  desk.answers.status = 202;
  await bank.close();
});
afterAll(async () => {
  for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
  await desk.close();
});

/** A bank whose accounts and messaging are one HTTP system with a credential for each. */
async function givenHttpBank(story: ApplianceStory = {}): Promise<void> {
  const credentials = '{ messagesKey: CONFIDANT_SECRET_MESSAGES, accountsKey: CONFIDANT_SECRET_ACCOUNTS }';
  const connector = `connectors:\n  bank-sandbox: { kind: openapi, document: desk.json, hosts: ["${desk.host}"], credentials: ${credentials} }\n`;
  const sender = 'identity:\n  sender: { connector: bank-sandbox, operation: send_code, credentials: [messagesKey] }\n';
  const enabled = enabling(
    ['read-balance'],
    ['identity:\n', sender],
    ['purpose: answer', 'credentials: [accountsKey]\n    purpose: answer'],
  );
  const change = (text: string): string => {
    const changed = enabled['actions.yaml']?.(text) ?? text;
    return `${connector}\n${changed.slice(changed.indexOf('operations:\n  - id: read-balance'))}`;
  };
  bank = await givenAppliance({
    knowledge: { 'statements.md': statements },
    policies: { 'actions.yaml': change },
    ...story,
  });
  writeFileSync(join(bank.policies, 'desk.json'), desk.document);
}

/** The sandbox as messaging: a table of customers, to whose row the code is written. */
async function givenSandboxBank(): Promise<void> {
  const messages =
    'connectors:\n  messages:\n    kind: sandbox\n    data: sandbox/messages.json\n    operations:\n' +
    '      send_code: { table: customers, key: reference, set: { code: code, language: language } }\n';
  const sender = 'identity:\n  sender: { connector: messages, operation: send_code }\n';
  const policies = enabling(['read-balance'], ['connectors:\n', messages], ['identity:\n', sender]);
  bank = await givenAppliance({ knowledge: { 'statements.md': statements }, policies });
  writeFileSync(join(bank.policies, 'sandbox/messages.json'), JSON.stringify({ customers: { 'ada@example.com': {} } }));
}

const startAs = (ref: string): Promise<string> => bank.start({ customer: { ref } });
const codeTo = (reference: string): string => desk.sent.findLast((one) => one.reference === reference)?.code ?? 'none';
const another = (code: string): string => (code === '000000' ? '000001' : '000000');

describe("codes through the organisation's own messaging", () => {
  it('reach the customer over HTTP, once, under a key of their own', async () => {
    await givenHttpBank();
    const asked = await bank.ask(balance, { conversation: await bank.start(ada) });
    expect(desk.sent).toMatchObject([
      { reference: 'ada@example.com', language: 'en', code: expect.stringMatching(/^\d{6}$/u) },
    ]);
    expect(desk.sent[0]?.headers['idempotency-key']).toMatch(/^a_\w+\.code\.\d+$/u);
    expect((await bank.confirm(asked, true, codeTo('ada@example.com'))).reply?.text).toContain('1,204.50');
  });

  it('carry the credential of messages alone, as reading an account carries its own', async () => {
    await givenHttpBank();
    const asked = await bank.ask(balance, { conversation: await bank.start(ada) });
    await bank.confirm(asked, true, codeTo('ada@example.com'));
    const [message] = desk.sent;
    expect(message?.headers.authorization).toBe(`Bearer ${secrets.CONFIDANT_SECRET_MESSAGES}`);
    expect(JSON.stringify(message?.headers)).not.toContain(secrets.CONFIDANT_SECRET_ACCOUNTS);
    expect(desk.reads.map((headers) => headers['x-account-key'])).toEqual([secrets.CONFIDANT_SECRET_ACCOUNTS]);
    expect(JSON.stringify(desk.reads)).not.toContain(secrets.CONFIDANT_SECRET_MESSAGES);
  });

  it('leave no code and no credential in a prompt, an answer, the log, a metric or a file', async () => {
    const generator = new StoryGenerator(
      'Statements come online once a month.',
      'Statements come online once a month.',
    );
    await givenHttpBank({ generator, composes: true });
    const conversation = await bank.start(ada);
    const asked = await bank.ask(balance, { conversation });
    const code = codeTo('ada@example.com');
    await bank.confirm(asked, true, code);
    await bank.ask('when do my statements come, online or on paper?', { conversation });
    const entries = JSON.stringify(bank.entriesOf(conversation));
    const staffView = await bank.as('agent').request('GET', `/v1/conversations/${conversation}/turns/2`);
    const files = Buffer.concat([...bank.filesUnderData().values()]).toString('latin1');
    const metrics = (await bank.as('admin').request('GET', '/metrics')).text;
    expect(generator.prompts.length).toBeGreaterThan(0);
    const prompts = JSON.stringify(generator.prompts);
    for (const secret of Object.values(secrets)) {
      for (const text of [prompts, entries, staffView.text, files, metrics]) expect(text).not.toContain(secret);
    }
    for (const text of [prompts, entries, staffView.text]) expect(text).not.toContain(code);
    expect(prompts).not.toContain('1,204.50');
  });

  it.each([
    ['over HTTP', () => givenHttpBank()],
    ['through the sandbox', () => givenSandboxBank()],
  ])('tell a stranger nothing %s: who is not known is answered as who is', async (_how, given) => {
    await given();
    const known = await bank.ask(balance, { conversation: await startAs('ada@example.com') });
    const unknown = await bank.ask(balance, { conversation: await startAs('eve@example.com') });
    expect(unknown).toMatchObject({ outcome: 'confirming', reply: { text: known.reply?.text }, handover: null });
    expect((await bank.confirm(unknown, true, '123456')).outcome).toBe('confirming');
  });

  it('end with a person where messaging fails, and nothing is shown', async () => {
    await givenHttpBank();
    desk.answers.status = 500;
    const turn = await bank.ask(balance, { conversation: await bank.start(ada) });
    expect(turn.entry).toMatchObject({ outcome: 'handed-over', reason: 'action-failed' });
    expect(desk.reads).toEqual([]);
  });

  it('count in their own conversation alone, three times at most, and one after the other', async () => {
    await givenHttpBank();
    const first = await bank.ask(balance, { conversation: await bank.start(ada) });
    const firstCode = codeTo('ada@example.com');
    const second = await bank.ask(balance, { conversation: await bank.start(ada) });
    expect((await bank.confirm(second, true, firstCode)).outcome).toBe('confirming');
    const wrong = another(firstCode);
    for (let left = 2; left > 0; left -= 1) expect((await bank.confirm(first, true, wrong)).outcome).toBe('confirming');
    expect((await bank.confirm(first, true, wrong)).entry.reason).toBe('identity-unverified');
    await expect(bank.confirm(first, true, firstCode)).rejects.toThrow('409');
    expect(desk.reads).toEqual([]);
  });

  it('lapse when the customer names another address', async () => {
    await givenHttpBank();
    const { conversation } = await bank.ask(balance);
    const first = await bank.ask('it is bo@example.com', { conversation });
    const firstCode = codeTo('bo@example.com');
    expect(first.outcome).toBe('confirming');
    // Another message drops the step; asking again goes to the address named last.
    const again = await bank.ask(`${balance} I am ada@example.com`, { conversation });
    expect(again.outcome).toBe('confirming');
    const secondCode = codeTo('ada@example.com');
    expect(secondCode).not.toBe('none');
    await expect(bank.confirm(first, true, firstCode)).rejects.toThrow('409');
    if (firstCode !== secondCode) expect((await bank.confirm(again, true, firstCode)).outcome).toBe('confirming');
    expect((await bank.confirm(again, true, secondCode)).reply?.text).toContain('1,204.50');
  });
});
