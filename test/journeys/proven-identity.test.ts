import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createNoteVerifier, parseSignedNote } from '../../src/audit/note-verifier.ts';
import { certificateSchema } from '../../src/http/schemas/subject-schemas.ts';
import { openExportFolder } from '../../src/privacy/export-folder.ts';
import { ActingBanks, latestCode, recordOf, startedIn } from '../support/given-actions.ts';
import type { GivenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

const banks = new ActingBanks();
let bank: GivenAppliance;
afterAll(() => banks.close());

const email = 'ada@example.com';
const balance = 'how much money do I have, what is my balance?';
const changing = ['change-statements', 'read-account'];

const pathOf = (reference: string, act = ''): string => `/v1/subjects/${encodeURIComponent(reference)}${act}`;
const asAdmin = (method: string, reference: string, act?: string, body?: object) =>
  bank.as('admin').request(method, pathOf(reference, act), body);
const links = () => bank.appliance.store.database.prepare('SELECT conversation, customer FROM identity_links').all();

/** A customer nobody knows asks, says which address they have, and enters the code that was sent there. */
async function proveAs(reference: string, text: string): Promise<AskedTurn> {
  const { conversation } = await bank.ask(text);
  const sent = await bank.ask(`it is ${reference}`, { conversation });
  if (sent.confirmation?.kind !== 'identity') throw new Error(`Expected an identity step: ${sent.outcome}`);
  return bank.confirm(sent, true, latestCode(bank));
}

/** The same for a change of their account, as far as the step that wants a yes. */
async function proposeAs(reference: string): Promise<AskedTurn> {
  const { conversation } = await proveAs(reference, 'stop sending me paper statements');
  return bank.ask('account number 20417730', { conversation });
}

interface Exported {
  readonly bundle: {
    readonly conversations: readonly {
      readonly id: string;
      readonly transcript: readonly { readonly text: string }[];
    }[];
    readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  };
}

describe('a stranger who proves to be a customer by code', () => {
  it('finds the conversation in the copy that customer asks for, however the address is spelt', async () => {
    bank = await banks.given(['read-balance']);
    const { conversation, reply } = await proveAs('Ada@Example.com', balance);
    expect(reply?.text).toContain('1,204.50');
    for (const spelling of [email, ' ADA@example.com ']) {
      const answer = await asAdmin('POST', spelling, '/export');
      expect(answer.status).toBe(200);
      const { bundle } = answer.body as Exported;
      expect(bundle.conversations.map(({ id }) => id)).toEqual([conversation]);
      expect(bundle.conversations[0]?.transcript.at(-1)?.text).toContain('1,204.50');
      expect(bundle.records.identity_links).toMatchObject([{ conversation }]);
    }
    expect((await asAdmin('POST', 'bo@example.com', '/export')).status).toBe(404);
    await asAdmin('DELETE', email);
  });

  it('is erased with that customer: conversation, link and copies, each subject with its proof', async () => {
    bank = await banks.given(['read-balance']);
    const turns = [await proveAs(email, balance), await proveAs(email, balance)];
    const stranger = await bank.ask(balance);
    const { store } = bank.appliance;
    const before = store.subjects.certificates().length;
    const subjects = store.subjects.subjectsOf(turns.map(({ conversation }) => conversation));
    const answer = await asAdmin('DELETE', email);
    expect(answer.status).toBe(200);
    const { certificate } = certificateSchema.parse(answer.body);
    for (const { conversation } of turns) {
      expect((await bank.as('kiosk').request('GET', `/v1/conversations/${conversation}`)).status).toBe(404);
    }
    expect((await bank.conversation(stranger.conversation)).transcript.length).toBeGreaterThan(0);
    expect(links()).toEqual([]);
    for (const subject of subjects) expect(store.keys.isDestroyed(subject)).toBe(true);
    const proofs = store.subjects
      .certificates()
      .slice(before)
      .map((text) => certificateSchema.parse(JSON.parse(text)));
    expect(new Set(proofs.map((one) => one.certificate.subject))).toEqual(new Set([...subjects, certificate.subject]));
    for (const { note } of proofs) {
      expect(createNoteVerifier(store.log.vkey).verify(parseSignedNote(note))).toMatchObject({ kind: 'verified' });
    }
    const listed = bank.filesUnderData().get('erasures.log')?.toString() ?? '';
    for (const { certificate: one } of proofs) expect(listed).toContain(one.id);
    expect((await asAdmin('DELETE', email)).body).toEqual(answer.body);
    expect((await asAdmin('POST', email, '/export')).status).toBe(404);
    expect(verifyWholeLog(store).findings).toEqual([]);
  });

  it('takes the copies of that customer along when the conversation alone is erased', async () => {
    bank = await banks.given(['read-balance']);
    const { conversation } = await proveAs(email, balance);
    const { subjects } = bank.appliance.store;
    const [own = ''] = subjects.subjectsOf([conversation]);
    const [customer = ''] = subjects.customersOf(own);
    const exports = openExportFolder(join(bank.data, 'exports'));
    exports.write(customer, '2026-11-21T09:00:00.000Z', { json: '{}', page: '' });
    expect((await asAdmin('DELETE', conversation)).status).toBe(200);
    expect(exports.remove(customer)).toBe(0);
    expect((await asAdmin('DELETE', email)).body).not.toMatchObject({ certificate: { subject: own } });
  });

  it('is kept by a hold on that customer, and let go with it', async () => {
    bank = await banks.given(['read-balance']);
    const first = await proveAs(email, balance);
    expect((await asAdmin('POST', email, '/hold', { reason: 'case 7' })).status).toBe(200);
    const later = await proveAs(email, balance);
    for (const { conversation } of [first, later]) {
      const refused = await asAdmin('DELETE', conversation);
      expect([refused.status, refused.code]).toEqual([409, 'subject-held']);
      // Its own hold is another one, and there is none to release.
      expect((await asAdmin('DELETE', conversation, '/hold')).body).toMatchObject({ held: { reason: 'case 7' } });
    }
    bank.clock.advance(400 * 86_400_000);
    await bank.as('admin').request('POST', '/v1/retention', { clockIsRight: true });
    expect((await bank.conversation(first.conversation)).transcript.length).toBeGreaterThan(0);
    expect((await asAdmin('DELETE', email, '/hold')).body).toMatchObject({ held: null });
    await bank.as('admin').request('POST', '/v1/retention', { clockIsRight: true });
    expect((await bank.as('kiosk').request('GET', `/v1/conversations/${first.conversation}`)).status).toBe(404);
    expect(links()).toEqual([]);
  });

  it('is not let go while one of their conversations is on hold by itself', async () => {
    bank = await banks.given(['read-balance']);
    const { conversation } = await proveAs(email, balance);
    await asAdmin('POST', conversation, '/hold', { reason: 'case 8' });
    expect((await asAdmin('DELETE', email)).code).toBe('subject-held');
    await asAdmin('DELETE', conversation, '/hold');
    expect((await asAdmin('DELETE', email)).status).toBe(200);
  });

  it('has the limits of a day of that customer in every conversation', async () => {
    bank = await banks.given(changing, ['sendsPerHour: 3', 'sendsPerHour: 9']);
    for (let run = 0; run < 3; run += 1) {
      const done = await bank.confirm(await proposeAs(run === 1 ? 'ADA@Example.com' : email), true);
      expect(done.reply?.text).toContain('Done.');
    }
    const fourth = await proposeAs(email);
    expect(fourth.entry).toMatchObject({ reason: 'action-approval', decision: { action: { rule: 'per-day' } } });
    const begun = startedIn(bank, fourth.conversation).map(({ operation }) => operation);
    expect(begun).toEqual(['send-code']);
    bank.clock.advance(86_400_001);
    expect((await proposeAs(email)).outcome).toBe('confirming');
  });

  it('gets no more codes for another spelling of one address', async () => {
    bank = await banks.given(['read-balance']);
    for (const spelling of [email, 'Ada@example.com', 'ADA@EXAMPLE.COM']) await proveAs(spelling, balance);
    const { conversation } = await bank.ask(balance);
    const fourth = await bank.ask('it is aDa@example.com', { conversation });
    expect(recordOf(fourth)).toMatchObject({ rule: 'identity.sendsPerHour' });
  });
});

describe('a conversation that was begun for one customer', () => {
  const byAddress = ['reference: [{ customer: true }, { entity: EMAIL }', 'reference: [{ entity: EMAIL }'] as const;

  it('goes to a person when somebody says they are another, and no code is sent', async () => {
    bank = await banks.given(['read-balance'], byAddress);
    const conversation = await bank.start({ customer: { ref: 'bo@example.com' } });
    await bank.ask(balance, { conversation });
    const other = await bank.ask(`it is ${email}`, { conversation });
    expect(other.entry).toMatchObject({ outcome: 'handed-over', reason: 'identity-unverified' });
    expect(recordOf(other)).toMatchObject({ identity: 'somebody-else' });
    expect(startedIn(bank, conversation)).toEqual([]);
    expect(links()).toEqual([]);
    expect((await asAdmin('POST', email, '/export')).status).toBe(404);
  });

  it('takes no right code of another once it is linked, and says nothing of their account', async () => {
    bank = await banks.given(['read-balance']);
    const { conversation } = await bank.ask(balance);
    const sent = await bank.ask(`it is ${email}`, { conversation });
    // As a write leaves it that a stop of the process cut off after another proof.
    bank.appliance.store.database
      .prepare("INSERT INTO identity_links SELECT id, subject, 's_another' FROM conversations WHERE id = ?")
      .run(conversation);
    const refused = await bank.confirm(sent, true, latestCode(bank));
    expect(refused.entry).toMatchObject({ outcome: 'handed-over', reason: 'identity-unverified' });
    expect(refused.reply?.text).not.toContain('1,204.50');
    expect(links()).toContainEqual({ conversation, customer: 's_another' });
  });

  it('is proven by the same address in another spelling, and is theirs by both', async () => {
    bank = await banks.given(['read-balance'], byAddress);
    const conversation = await bank.start({ customer: { ref: 'Ada@Example.com' } });
    await bank.ask(balance, { conversation });
    const sent = await bank.ask(`it is ${email}`, { conversation });
    expect((await bank.confirm(sent, true, latestCode(bank))).reply?.text).toContain('1,204.50');
    const { bundle } = (await asAdmin('POST', email, '/export')).body as Exported;
    expect(bundle.conversations.map(({ id }) => id)).toEqual([conversation]);
  });
});
