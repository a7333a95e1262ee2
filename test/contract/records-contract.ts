import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/conversation/next-state.ts';
import type { Ledger, Write } from '../../src/pipeline/ledger.ts';
import type { Records } from '../../src/pipeline/records.ts';
import {
  afterTurn,
  givenConversation,
  givenHandover,
  personReply,
  started,
  startRecord,
  turnRecord,
  writeRecord,
} from '../support/fault-records.ts';

/** Records with the ledger that writes what they read. */
export interface RecordsUnderContract {
  readonly ledger: Ledger;
  readonly records: Records;
  /** Makes the key of a subject, as the start of a conversation does; and destroys it, as erasure does. */
  prepareSubject(subject: string): void;
  destroyKey(subject: string): void;
  close(): void;
}

/** Every promise of the port, for one implementation. The maker is called before each test. */
export function recordsContract(name: string, make: () => RecordsUnderContract): void {
  describe(`records contract: ${name}`, () => {
    let made: RecordsUnderContract;
    beforeEach(() => {
      made = make();
    });
    afterEach(() => made.close());
    promisesOfConversations(() => made);
    promisesOfValues(() => made);
    promisesOfTranscripts(() => made);
    promisesOfHandovers(() => made);
  });
}

type Made = () => RecordsUnderContract;

function promisesOfConversations(made: Made): void {
  it('answers undefined or nothing for what nobody stored', async () => {
    const { records } = made();
    expect(await records.findConversation('c_none')).toBeUndefined();
    expect(await records.turnView('c_none', 1)).toBeUndefined();
    expect(await records.findHandover('h_none')).toBeUndefined();
    expect(await records.openHandover('c_none')).toBeUndefined();
    expect(await records.findAnswer('k', 'none')).toBeUndefined();
    expect(await records.transcript('c_none')).toEqual([]);
    expect(await records.knownValues('c_none')).toEqual([]);
    expect(await records.openTurns()).toEqual([]);
  });

  it('gives a conversation back as it was stored', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1', { tier: 'enterprise', verified: true, language: 'de', channel: 'mail' }));
    const stored = await records.findConversation('c_1');
    const {
      basis: _basis,
      keyId,
      ...fields
    } = givenConversation('c_1', {
      tier: 'enterprise',
      verified: true,
      language: 'de',
      channel: 'mail',
    });
    expect(stored).toEqual({
      keyId,
      progress: started,
      conversation: { ...fields, state: 'with-assistant', version: 1, turns: 0 },
    });
  });

  it('recalls the latest turns from a turn on, oldest first', async () => {
    const { ledger, records } = made();
    await talk(ledger, 'c_1', ['one', 'two', 'three', 'four']);
    const recall = async (from: number, limit: number) =>
      (await records.recentTurns('c_1', from, limit)).map((turn) => turn.question);
    expect(await recall(1, 10)).toEqual(['one', 'two', 'three', 'four']);
    expect(await recall(1, 2)).toEqual(['three', 'four']);
    expect(await recall(4, 10)).toEqual(['four']);
    expect(await recall(5, 10)).toEqual([]);
  });

  it('counts the other conversations of a subject', async () => {
    const { ledger, records } = made();
    for (const id of ['c_1', 'c_2', 'c_3']) await ledger.commit(startRecord(id, { subject: 's_same' }));
    await ledger.commit(startRecord('c_4'));
    expect(await records.priorContacts('s_same', 'c_1')).toBe(2);
    expect(await records.priorContacts('s_c_4', 'c_4')).toBe(0);
    expect(await records.priorContacts('s_none', 'c_1')).toBe(0);
  });

  it('finds the first answer of a call by caller and key', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1', {}, { keyId: 'k_kiosk_1', key: 'once', requestHash: 'hash' }));
    expect(await records.findAnswer('k_kiosk_1', 'once')).toEqual({ requestHash: 'hash', answer: { id: 'c_1' } });
    expect(await records.findAnswer('k_kiosk_2', 'once')).toBeUndefined();
  });
}

function promisesOfValues(made: Made): void {
  const values = [
    { placeholder: '[IBAN_1]', type: 'IBAN', value: 'DE89 3704 0044 0532 0130 00' },
    { placeholder: '[NAME_1]', type: 'NAME', value: 'Łukasz "Ł" O\'Neill 😀' },
  ];
  const vault = (conversation: string, subject: string): Write => ({ kind: 'vault', conversation, subject, values });

  it('gives originals back character by character', async () => {
    const { ledger, records, prepareSubject } = made();
    prepareSubject('s_c_1');
    await ledger.commit(startRecord('c_1'));
    await ledger.commit(writeRecord('c_1', [vault('c_1', 's_c_1')]));
    expect(await records.knownValues('c_1')).toEqual(values);
    expect(await records.knownValues('c_2')).toEqual([]);
  });

  it('leaves out values whose key was destroyed, and no other', async () => {
    const { ledger, records, prepareSubject, destroyKey } = made();
    for (const id of ['c_1', 'c_2']) {
      prepareSubject(`s_${id}`);
      await ledger.commit(startRecord(id));
      await ledger.commit(writeRecord(id, [vault(id, `s_${id}`)]));
    }
    destroyKey('s_c_1');
    expect(await records.knownValues('c_1')).toEqual([]);
    expect(await records.knownValues('c_2')).toEqual(values);
  });

  it('takes no value of a subject without a key', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    const call = ledger.commit(writeRecord('c_1', [vault('c_1', 's_none')]));
    await expect(call).rejects.toMatchObject({ code: 'store-failed' });
    expect(await records.knownValues('c_1')).toEqual([]);
  });
}

function promisesOfTranscripts(made: Made): void {
  it('tells who said what in the order it was said', async () => {
    const { ledger, records } = made();
    const progress = await talk(ledger, 'c_1', ['one', 'two']);
    await ledger.commit(personReply('c_1', { id: 'r_1', turn: progress.turns, seconds: 2.5, text: 'A person here.' }));
    await talk(ledger, 'c_1', ['three'], { from: progress });
    const lines = await records.transcript('c_1');
    expect(lines.map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'customer: one',
      'assistant: re one',
      'customer: two',
      'assistant: re two',
      'person: A person here.',
      'customer: three',
      'assistant: re three',
    ]);
    expect(lines.map((line) => line.receipt?.index)).toEqual([1, 1, 2, 2, 3, 4, 4]);
  });

  it('keeps the order of turns when the clock was set back in between', async () => {
    const { ledger, records } = made();
    const progress = await talk(ledger, 'c_1', ['one', 'two']);
    await talk(ledger, 'c_1', ['three', 'four'], { from: progress, offset: -31_536_000 });
    const questions = (await records.transcript('c_1')).filter((line) => line.from === 'customer');
    expect(questions.map((line) => line.text)).toEqual(['one', 'two', 'three', 'four']);
  });
}

function promisesOfHandovers(made: Made): void {
  it('gives a handover back as it was stored, then as it was claimed and done', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    const handover = givenHandover('h_1', 'c_1', { queue: 'cards', priority: 'high' });
    await ledger.commit(writeRecord('c_1', [{ kind: 'handover', handover }]));
    expect(await records.findHandover('h_1')).toEqual({
      ...handover,
      state: 'waiting',
      claimedBy: null,
      resolution: null,
    });
    await ledger.commit(writeRecord('c_1', [moved('h_1', 'claimed')]));
    expect(await records.openHandover('c_1')).toMatchObject({ reference: 'h_1', state: 'claimed', claimedBy: 'k_a' });
    await ledger.commit(writeRecord('c_1', [moved('h_1', 'done')]));
    expect(await records.openHandover('c_1')).toBeUndefined();
    expect(await records.findHandover('h_1')).toMatchObject({ state: 'done', headline: handover.headline });
    const [settled] = await records.settledHandovers('c_1');
    expect(settled).toEqual({ reference: 'h_1', reason: 'person-requested', question: '', note: null });
  });

  it('moves a handover up only while it waits', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    await ledger.commit(writeRecord('c_1', [{ kind: 'handover', handover: givenHandover('h_1', 'c_1') }]));
    const raise = (priority: 'high' | 'critical') =>
      ledger.commit(writeRecord('c_1', [{ kind: 'handover-priority', reference: 'h_1', priority }]));
    await raise('high');
    await ledger.commit(writeRecord('c_1', [moved('h_1', 'claimed')]));
    await raise('critical');
    expect((await records.findHandover('h_1'))?.priority).toBe('high');
  });

  it('lists by priority, then by time, page by page without a gap', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    const story = [
      ['h_1', 'low', 1],
      ['h_2', 'critical', 5],
      ['h_3', 'normal', 4],
      ['h_4', 'critical', 3],
      ['h_5', 'normal', 4],
    ] as const;
    for (const [reference, priority, seconds] of story) {
      const handover = givenHandover(reference, 'c_1', { priority, seconds });
      await ledger.commit(writeRecord('c_1', [{ kind: 'handover', handover }]));
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await records.listHandovers({ state: 'waiting', queue: null, after, limit: 2 });
      seen.push(...page.items.map((item) => item.reference));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(['h_4', 'h_2', 'h_3', 'h_5', 'h_1']);
  });

  it('lists by state and queue', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    for (const [reference, queue] of [
      ['h_1', 'cards'],
      ['h_2', 'loans'],
      ['h_3', 'cards'],
    ] as const) {
      const handover = givenHandover(reference, 'c_1', { queue });
      await ledger.commit(writeRecord('c_1', [{ kind: 'handover', handover }]));
    }
    await ledger.commit(writeRecord('c_1', [moved('h_1', 'claimed')]));
    const list = async (state: 'waiting' | 'claimed' | null, queue: string | null) =>
      (await records.listHandovers({ state, queue, after: null, limit: 50 })).items.map((item) => item.reference);
    expect(await list(null, null)).toEqual(['h_1', 'h_2', 'h_3']);
    expect(await list('waiting', 'cards')).toEqual(['h_3']);
    expect(await list('claimed', null)).toEqual(['h_1']);
    expect(await list('waiting', 'none')).toEqual([]);
  });

  it('counts those that wait ahead inside the commit', async () => {
    const { ledger } = made();
    await ledger.commit(startRecord('c_1'));
    for (const [reference, priority] of [
      ['h_1', 'high'],
      ['h_2', 'low'],
      ['h_3', 'normal'],
    ] as const) {
      const handover = givenHandover(reference, 'c_1', { priority });
      await ledger.commit(writeRecord('c_1', [{ kind: 'handover', handover }]));
    }
    const ahead = (queue: string) =>
      ledger.commit({
        ...writeRecord('c_1', []),
        build: (context) => ({ writes: [], answer: context.waitingAhead(queue, 'normal') }),
      });
    expect(await ahead('general')).toBe(2);
    expect(await ahead('cards')).toBe(0);
  });
}

async function talk(
  ledger: Ledger,
  conversation: string,
  questions: readonly string[],
  { from, offset = 0 }: { readonly from?: Progress; readonly offset?: number } = {},
): Promise<Progress> {
  if (from === undefined) await ledger.commit(startRecord(conversation));
  let progress = from ?? started;
  for (const question of questions) {
    const story = { conversation, before: progress, question, reply: `re ${question}` };
    await ledger.commit(turnRecord({ ...story, seconds: progress.turns + 1 + offset }));
    progress = afterTurn(progress);
  }
  return progress;
}

function moved(reference: string, state: 'claimed' | 'done'): Write {
  return { kind: 'handover-state', reference, state, claimedBy: 'k_a', resolution: null };
}
