import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryFact } from '../../src/conversation/memory-fact.ts';
import type { Ledger, LedgerRecord, NewConversation } from '../../src/pipeline/ledger.ts';
import type { Records } from '../../src/pipeline/records.ts';
import type { ConsentEntry } from '../../src/privacy/consent.ts';
import { at, startRecord } from '../support/fault-records.ts';

export interface ConsentsUnderContract {
  readonly ledger: Ledger;
  readonly records: Pick<Records, 'consents' | 'memory'>;
  /** Makes the key a subject's values are kept under, and destroys it. */
  keyFor(subject: string): void;
  entries(): number;
  /** Tries to change stored consents; answers whether it was let happen. They leave at the end of their time alone. */
  tamper(): boolean;
  close(): void;
}

const subject = 's_1';
const actor = { role: 'kiosk', key: 'k_kiosk_1' } as const;
const version = '2026-11-01';
let facts = 0;

function fact(differing: Partial<MemoryFact> = {}): MemoryFact {
  facts += 1;
  const source = { conversation: 'c_1', turn: 1 };
  const times = { at: at(1), expires: at(1 + 30 * 86_400) };
  return { id: `m_${facts}`, kind: 'preferred-language', value: 'de', purpose: 'p', source, ...times, ...differing };
}

function consent(granted: boolean, differing: Partial<ConsentEntry> = {}): LedgerRecord<null> {
  const notice = { version, language: 'en' };
  const said = { conversation: 'c_1', subject, purpose: 'p', basis: 'consent', granted, keepDays: null };
  const entry: ConsentEntry = { ...said, notice, at: at(1), verified: false, ...differing };
  const head = { v: 1, at: entry.at.toISOString(), actor, conversation: entry.conversation } as const;
  return {
    entry: { ...head, kind: 'consent', subject: entry.subject, purpose: entry.purpose, granted: entry.granted },
    expects: null,
    idempotency: null,
    build: () => ({ writes: [{ kind: 'consent', entry }], answer: null }),
  };
}

function remember(one: MemoryFact, replaces: readonly string[] = []): LedgerRecord<null> {
  const { conversation, turn } = one.source;
  const head = { v: 1, at: at(1).toISOString(), actor, conversation } as const;
  return {
    entry: { ...head, kind: 'memory-written', subject, turn, facts: [one.id] },
    expects: null,
    needs: { subject, conversation, purposes: [{ purpose: one.purpose, version }] },
    idempotency: null,
    build: () => ({
      writes: [{ kind: 'memory', change: { kind: 'remember', subject, fact: one, replaces } }],
      answer: null,
    }),
  };
}

/** What a right code leads to. */
function prove(conversation: string, verifiedAs: string): LedgerRecord<null> {
  const state = { pending: null, challenge: null, verifiedAs, noticed: false };
  return {
    ...consent(true),
    build: () => ({
      writes: [
        { kind: 'action', change: { kind: 'state', conversation, state } },
        { kind: 'action', change: { kind: 'verified', conversation } },
      ],
      answer: null,
    }),
  };
}

/** Every promise of consents and of what is written under them, for one implementation. */
export function consentContract(name: string, make: () => ConsentsUnderContract): void {
  describe(`consent contract: ${name}`, () => {
    let made: ConsentsUnderContract;
    beforeEach(() => {
      made = make();
      made.keyFor(subject);
    });
    afterEach(() => made.close());
    promisesOfWriting(() => made);
    promisesOfScope(() => made);
    promisesOfEnds(() => made);
  });
}

type Made = () => ConsentsUnderContract;

async function begin({ ledger }: ConsentsUnderContract, id = 'c_1', fields: Partial<NewConversation> = {}) {
  await ledger.commit(startRecord(id, { subject, verified: true, ...fields }));
}
const now = at(10);

function promisesOfWriting(made: Made): void {
  it('writes nothing that was not granted, and nothing of it reaches the log', async () => {
    await begin(made());
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
    expect(await made().records.memory.factsOf(subject, now)).toEqual([]);
    expect(made().entries()).toBe(1);
  });

  it('writes what was granted, and reads it back as it was', async () => {
    await begin(made());
    const one = fact();
    await made().ledger.commit(consent(true));
    await made().ledger.commit(remember(one));
    expect(await made().records.memory.factsOf(subject, now)).toEqual([one]);
  });

  it('writes nothing once it was taken back, also where both wait together', async () => {
    await begin(made());
    await made().ledger.commit(consent(true));
    const both = [consent(false), remember(fact()), remember(fact())].map((record) => made().ledger.commit(record));
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await made().records.memory.factsOf(subject, now)).toEqual([]);
    expect(made().entries()).toBe(3);
  });

  it('writes nothing under other words than those that were agreed to', async () => {
    await begin(made());
    await made().ledger.commit(consent(true, { notice: { version: 'older', language: 'en' } }));
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('puts a fact in the place of those it replaces', async () => {
    await begin(made());
    await made().ledger.commit(consent(true));
    const [older, newer] = [fact(), fact({ value: 'fr' })];
    await made().ledger.commit(remember(older));
    await made().ledger.commit(remember(newer, [older.id]));
    expect(await made().records.memory.factsOf(subject, now)).toEqual([newer]);
  });
}

function promisesOfScope(made: Made): void {
  it('takes no word of a stranger for a yes, and any for a no', async () => {
    await begin(made());
    await begin(made(), 'c_2', { verified: false });
    await made().ledger.commit(consent(true, { conversation: 'c_2' }));
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
    await made().ledger.commit(consent(true));
    await made().ledger.commit(remember(fact()));
    await made().ledger.commit(consent(false, { conversation: 'c_2' }));
    expect(await made().records.memory.factsOf(subject, now)).toEqual([]);
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('shortens nothing at the wish of a stranger, and does once they have proved who they are', async () => {
    await begin(made());
    await begin(made(), 'c_2', { verified: false });
    await made().ledger.commit(consent(true));
    const one = fact();
    await made().ledger.commit(remember(one));
    await made().ledger.commit(consent(true, { conversation: 'c_2', keepDays: 1 }));
    expect(await made().records.memory.factsOf(subject, now)).toEqual([one]);
    await made().ledger.commit(prove('c_2', '[CUSTOMER_1]'));
    const shortened = { ...one, expires: at(1 + 86_400) };
    expect(await made().records.memory.factsOf(subject, now)).toEqual([shortened]);
    await made().ledger.commit(consent(true, { keepDays: 2 }));
    expect(await made().records.memory.factsOf(subject, now)).toEqual([shortened]);
  });

  it('shortens nothing at the wish of somebody who proved to be another', async () => {
    await begin(made());
    await begin(made(), 'c_2', { verified: false });
    await made().ledger.commit(consent(true));
    const one = fact();
    await made().ledger.commit(remember(one));
    await made().ledger.commit(consent(true, { conversation: 'c_2', keepDays: 1 }));
    await made().ledger.commit(prove('c_2', '[EMAIL_1]'));
    expect(await made().records.memory.factsOf(subject, now)).toEqual([one]);
  });

  it('writes nothing in a conversation whose customer proved to be somebody else', async () => {
    await begin(made(), 'c_1', { verified: false });
    await made().ledger.commit(consent(true));
    await made().ledger.commit(prove('c_1', '[EMAIL_1]'));
    expect(await made().records.memory.isProven('c_1')).toBe(false);
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('keeps subjects apart', async () => {
    await begin(made());
    await begin(made(), 'c_2', { subject: 's_2' });
    await made().ledger.commit(consent(true, { conversation: 'c_2', subject: 's_2' }));
    expect(await made().records.consents.current({ subject, conversation: 'c_1' })).toEqual([]);
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
  });
}

function promisesOfEnds(made: Made): void {
  it('answers no fact past its time, and names it to the purge', async () => {
    await begin(made());
    await made().ledger.commit(consent(true));
    const one = fact({ expires: at(20) });
    await made().ledger.commit(remember(one));
    expect(await made().records.memory.factsOf(subject, at(19))).toHaveLength(1);
    expect(await made().records.memory.factsOf(subject, at(20))).toEqual([]);
    expect(await made().records.memory.expired(at(20))).toEqual([{ id: one.id, subject }]);
  });

  it('forgets a subject: facts and every consent, until somebody asks again', async () => {
    await begin(made());
    await made().ledger.commit(consent(true));
    await made().ledger.commit(remember(fact()));
    await made().ledger.commit({
      ...consent(false),
      build: () => ({
        writes: [{ kind: 'memory', change: { kind: 'forget-subject', subject, at: at(5) } }],
        answer: null,
      }),
    });
    expect(await made().records.memory.factsOf(subject, now)).toEqual([]);
    await expect(made().ledger.commit(remember(fact()))).rejects.toMatchObject({ code: 'not-allowed-now' });
    expect((await made().records.consents.history(subject)).map(({ granted }) => granted)).toEqual([true, false]);
  });

  it('never changes an entry', async () => {
    await begin(made());
    await made().ledger.commit(consent(true));
    expect(made().tamper()).toBe(false);
    expect(await made().records.consents.history(subject)).toHaveLength(1);
  });
}
