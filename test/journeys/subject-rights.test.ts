import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNoteVerifier, parseSignedNote } from '../../src/audit/note-verifier.ts';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import { certificateSchema } from '../../src/http/schemas/subject-schemas.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';
import { findTraces } from '../support/journey-traces.ts';

const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');

const ada = {
  reference: 'ada.lovelace@example.org',
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  phone: '+1 202 555 0187',
  email: 'ada.byron@example.net',
  correction: 'My telephone number is +1 202 555 0163, and I never asked for a second card',
} as const;
const bob = { reference: 'bob@example.org', card: '5555 5555 5555 4444' } as const;

let bank: GivenAppliance;
/** One appliance for the stories of a group. */
function withBank(): void {
  beforeAll(async () => {
    bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
  });
  afterAll(() => bank.close());
}

const pathOf = (reference: string, act = ''): string => `/v1/subjects/${encodeURIComponent(reference)}${act}`;
const admin = () => bank.as('admin');
const erase = (reference: string) => admin().request('DELETE', pathOf(reference));

/** Everything a customer can leave behind, in two conversations. */
async function talkAs({ reference, card }: { readonly reference: string; readonly card: string }) {
  const conversation = await bank.start({ customer: { ref: reference } });
  const turn = await bank.ask(`I lost my card ${card}, what now?`, {
    conversation,
    idempotencyKey: crypto.randomUUID(),
  });
  await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/feedback`, {
    csat: 2,
    comment: `write to ${ada.email}`,
  });
  const second = await bank.start({ customer: { ref: reference } });
  const handedOver = await bank.askForPerson(second, `my account is ${ada.iban}`);
  await bank.as('agent').request('POST', `/v1/conversations/${second}/replies`, { text: `Is it ${ada.phone}?` });
  return { conversations: [conversation, second] as const, turns: [turn, handedOver] as const };
}

describe('an access request', () => {
  withBank();

  it('answers everything stored, in the words of the customer, and is on the record', async () => {
    const { conversations } = await talkAs({ reference: ada.reference, card: ada.card });
    await talkAs(bob);
    await admin().request('POST', pathOf(ada.reference, '/corrections'), { statement: ada.correction });
    const answer = await admin().request('POST', pathOf(ada.reference, '/export'));
    expect(answer.status).toBe(200);
    const { bundle, page } = answer.body as {
      bundle: {
        subject: string;
        classes: { class: string; basis: string; keepDays: number }[];
        conversations: { id: string; keptUntil: string; transcript: { text: string }[] }[];
        records: Record<string, Record<string, unknown>[]>;
      };
      page: string;
    };
    expect(bundle.conversations.map(({ id }) => id)).toEqual(conversations);
    expect(bundle.conversations[0]?.transcript[0]?.text).toContain(ada.card);
    expect(bundle.conversations[0]?.keptUntil).toBe('2027-05-20T09:00:00.000Z');
    expect(bundle.classes.find((one) => one.class === 'conversation')).toMatchObject({
      basis: 'contract',
      keepDays: 180,
    });
    const values = (bundle.records.vault ?? []).map((row) => row.box);
    expect(values).toEqual(expect.arrayContaining([ada.reference, ada.card, ada.iban, ada.phone, ada.email]));
    expect(bundle.records.subject_statements?.map((row) => row.box)).toEqual([ada.correction]);
    for (const table of ['turns', 'person_replies', 'handovers', 'feedback', 'answers', 'conversation_events']) {
      expect([table, bundle.records[table]?.length]).not.toEqual([table, 0]);
    }
    const kinds = bundle.records.log_entries?.map((row) => row.kind);
    expect(kinds).toEqual(expect.arrayContaining(['turn', 'person-replied', 'subject-corrected', 'subject-exported']));
    expect(answer.text).not.toContain(bob.card);
    expect(page).toContain('What is stored about you');
    expect(page).not.toMatch(/<script|https?:\/\//u);
    const last = bank.appliance.store.log.entry(bank.appliance.store.log.size - 1)?.entry;
    expect(last).toMatchObject({ kind: 'subject-exported', subject: bundle.subject, actor: { role: 'admin' } });
  });

  it('keeps no copy in the store', async () => {
    await talkAs({ reference: ada.reference, card: ada.card });
    const headers = { 'idempotency-key': 'export-1' };
    for (const _ of ['first', 'repeat']) {
      const answer = await admin().request('POST', pathOf(ada.reference, '/export'), {}, headers);
      expect(answer.text).toContain(ada.card);
    }
    expect(findTraces(bank.filesUnderData(), ada.card)).toEqual([]);
  });
});

describe('an erasure', () => {
  withBank();

  it('leaves nothing of the customer in any file, everybody else as they were, and every proof good', async () => {
    const { conversations, turns } = await talkAs({ reference: ada.reference, card: ada.card });
    const kept = await talkAs(bob);
    await admin().request('POST', pathOf(ada.reference, '/corrections'), { statement: ada.correction });
    const answer = await erase(ada.reference);
    expect(answer.status).toBe(200);
    const { certificate, note } = certificateSchema.parse(answer.body);
    expect(certificate).toMatchObject({ pagesRewritten: true, by: { role: 'admin' } });
    expect(certificate.erased).toEqual(
      expect.arrayContaining([
        { class: 'original', how: 'key-destroyed', records: 1 },
        { class: 'feedback', how: 'row-deleted', records: 1 },
      ]),
    );
    const { log, database, keys } = bank.appliance.store;
    expect(createNoteVerifier(log.vkey).verify(parseSignedNote(note))).toMatchObject({ kind: 'verified' });
    expect(note).toContain(certificate.id);
    expect(log.entry(certificate.log.index)).toMatchObject({
      leaf: certificate.log.leaf,
      entry: { kind: 'subject-erased' },
    });

    const files = bank.filesUnderData();
    for (const value of Object.values(ada)) expect(findTraces(files, value)).toEqual([]);
    expect(keys.findKey(certificate.subject)).toBeUndefined();
    for (const id of conversations) {
      expect((await bank.as('kiosk').request('GET', `/v1/conversations/${id}`)).status).toBe(404);
    }
    expect((await bank.conversation(kept.conversations[0])).transcript.length).toBeGreaterThan(0);
    for (const turn of [...turns, ...kept.turns]) {
      expect(verifyReceipt(turn.receipt, turn.sealed, log.vkey)).toEqual({ kind: 'verified' });
    }
    expect(verifyWholeLog({ log, database }).findings).toEqual([]);
  });

  it('answers the same certificate again, and a stranger like anything one may not see', async () => {
    await talkAs({ reference: ada.reference, card: ada.card });
    const first = await erase(ada.reference);
    const second = await erase(ada.reference);
    expect(second.body).toEqual(first.body);
    const subject = certificateSchema.parse(first.body).certificate.subject;
    expect((await erase(subject)).body).toEqual(first.body);
    const stranger = await erase('nobody@example.org');
    expect([stranger.status, stranger.code]).toEqual([404, 'not-found']);
    expect((await admin().request('POST', pathOf(ada.reference, '/export'))).status).toBe(404);
  });

  it('erases an anonymous customer by the id of the conversation', async () => {
    const conversation = await bank.start();
    await bank.ask(`my card is ${ada.card}`, { conversation });
    expect((await erase(conversation)).status).toBe(200);
    expect((await bank.as('kiosk').request('GET', `/v1/conversations/${conversation}`)).status).toBe(404);
  });

  it('finds a customer by whatever reference their system gave them', async () => {
    const reference = 'branch/7 #42?ä%2F "x"';
    const conversation = await bank.start({ customer: { ref: ` ${reference} ` } });
    expect((await erase(reference)).status).toBe(200);
    expect((await bank.as('kiosk').request('GET', `/v1/conversations/${conversation}`)).status).toBe(404);
  });

  it('lets the customer come back as a stranger', async () => {
    await talkAs({ reference: ada.reference, card: ada.card });
    const first = certificateSchema.parse((await erase(ada.reference)).body);
    const { conversations } = await talkAs({ reference: ada.reference, card: ada.card });
    expect((await bank.conversation(conversations[0])).transcript.length).toBeGreaterThan(0);
    const second = certificateSchema.parse((await erase(ada.reference)).body);
    // Under another name: tied to the first, new data would undo what was promised.
    expect(second.certificate.subject).not.toBe(first.certificate.subject);
    expect(second.certificate.id).not.toBe(first.certificate.id);
  });

  it('ends what runs, and nothing of a turn that came at the same time is left', async () => {
    const conversation = await bank.start({ customer: { ref: ada.reference } });
    await bank.ask(`my card is ${ada.card}`, { conversation });
    const path = `/v1/conversations/${conversation}/messages`;
    const kiosk = bank.as('kiosk');
    const turns = Array.from({ length: 5 }, (_, index) =>
      kiosk.request('POST', path, { text: `my account is ${ada.iban} and this is message ${index}` }),
    );
    const erased = erase(ada.reference);
    const fresh = bank.start({ customer: { ref: ada.reference } });
    const late = kiosk.request('POST', path, { text: `call me on ${ada.phone}` });
    expect((await erased).status).toBe(200);
    for (const { status } of await Promise.all([...turns, late])) expect([200, 404, 409]).toContain(status);
    expect((await kiosk.request('POST', path, { text: 'hello' })).status).toBe(404);
    expect((await kiosk.request('GET', `/v1/conversations/${await fresh}`)).status).toBe(200);
    const left = bank.filesUnderData();
    for (const value of [ada.card, ada.iban, ada.phone]) expect(findTraces(left, value)).toEqual([]);
    const { log, database } = bank.appliance.store;
    expect(verifyWholeLog({ log, database }).findings).toEqual([]);
  });

  it('is done once where it is asked for twice at the same time', async () => {
    await talkAs({ reference: ada.reference, card: ada.card });
    const [one, other] = await Promise.all([erase(ada.reference), erase(ada.reference)]);
    expect(other.body).toEqual(one.body);
    const { log } = bank.appliance.store;
    const { certificate } = certificateSchema.parse(one.body);
    const ends = [...log.entries(0)].filter(
      ({ entry }) => entry.kind === 'subject-erased' && entry.erasure === certificate.id,
    );
    expect(ends).toHaveLength(1);
  });

  it('of a store too large to write anew while others wait does so at the next start', async () => {
    await talkAs({ reference: ada.reference, card: ada.card });
    await erase(ada.reference);
    bank.appliance.store.database.exec('UPDATE erasures SET rewritten = 0');
    await bank.restart();
    const { subjects, log } = bank.appliance.store;
    expect(subjects.awaitingRewrite()).toEqual([]);
    const acts = [...log.entries(0)].filter(
      ({ entry }) => entry.kind === 'admin-act' && entry.act === 'store-rewritten',
    );
    expect(acts).toHaveLength(1);
  });

  it('that is under way keeps the same customer from starting anew, and goes on at the next start', async () => {
    const { conversations } = await talkAs({ reference: ada.reference, card: ada.card });
    const { database, keys } = bank.appliance.store;
    const subject = keys.subjectOf(ada.reference);
    const underWay = database.prepare(
      `INSERT INTO erasures (id, subject, at, role, key_id, had_key, records, rewritten)
       VALUES ('e_cut_off', ?, '2026-11-21T09:00:00.000Z', 'admin', 'k_admin_1', 1, '{}', 0)`,
    );
    underWay.run(subject);
    const answer = await bank.as('kiosk').request('POST', '/v1/conversations', { customer: { ref: ada.reference } });
    expect([answer.status, answer.code]).toEqual([409, 'not-allowed-now']);
    await bank.restart();
    expect((await bank.as('kiosk').request('GET', `/v1/conversations/${conversations[0]}`)).status).toBe(404);
    const { certificate } = certificateSchema.parse((await erase(ada.reference)).body);
    expect(certificate).toMatchObject({
      id: 'e_cut_off',
      by: { role: 'admin', key: 'k_admin_1' },
      pagesRewritten: true,
    });
    expect(findTraces(bank.filesUnderData(), ada.iban)).toEqual([]);
  });
});

describe('a hold', () => {
  withBank();

  it('keeps the data from erasure and purge until it is released, with a redacted reason', async () => {
    const { conversations } = await talkAs({ reference: ada.reference, card: ada.card });
    const reason = `Court order, the plaintiff is ${ada.email}`;
    const held = await admin().request('POST', pathOf(ada.reference, '/hold'), { reason });
    expect(held).toMatchObject({ status: 200, body: { held: { reason: expect.stringContaining('[EMAIL_1]') } } });
    const refused = await erase(ada.reference);
    expect([refused.status, refused.code]).toEqual([409, 'subject-held']);
    bank.clock.advance(400 * 86_400_000);
    await admin().request('POST', '/v1/retention', { clockIsRight: true });
    expect((await bank.conversation(conversations[0])).transcript.length).toBeGreaterThan(0);
    expect((await admin().request('DELETE', pathOf(ada.reference, '/hold'))).body).toMatchObject({ held: null });
    expect((await erase(ada.reference)).status).toBe(200);
    const kinds = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry.kind);
    expect(kinds).toEqual(expect.arrayContaining(['subject-held', 'subject-released', 'subject-erased']));
  });

  it('is not put on a stranger', async () => {
    const answer = await admin().request('POST', pathOf('nobody', '/hold'), { reason: 'case 1' });
    expect(answer.status).toBe(404);
  });
});
