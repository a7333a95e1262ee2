import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryBytes, parseLogEntry } from './entry-format.ts';
import { leafHash } from './merkle-tree.ts';

const base = { v: 1, at: '2026-11-21T09:00:00.000Z', actor: { role: 'kiosk', key: 'k_1' }, conversation: 'c_1' };
const turn = {
  ...base,
  kind: 'turn',
  turn: 1,
  outcome: 'answered',
  question: 'My card [CARD_1] is lost. Où aller ?',
  reply: 'Block it in the app.',
  mode: 'quoted',
  citations: [
    { passage: 'lost-card#2', title: 'Lost cards', version: 'sha256:ab', updated: '2026-10-01', quote: 'Block it' },
  ],
  decision: { rules: [], signals: { relevance: 0.82, stale: false }, note: undefined },
  versions: { policy: 'p1', knowledge: 'k1', embedModel: 'minilm' },
  entityTypes: ['CARD'],
  receivedAt: '2026-11-21T08:59:59.900Z',
};

const others = [
  {
    ...base,
    kind: 'conversation-started',
    channel: 'kiosk',
    language: 'en',
    collection: 'bank',
    subject: 's_1',
    tier: 'retail',
    verified: false,
  },
  {
    ...turn,
    outcome: 'handed-over',
    reason: 'legal-language',
    handover: { reference: 'h_1', queue: 'legal', priority: 'high' },
  },
  { ...base, kind: 'handover-claimed', handover: 'h_1' },
  { ...base, kind: 'handover-returned', handover: 'h_1', note: 'Solved.' },
  { ...base, kind: 'handover-resolved', handover: 'h_1', resolution: 'Card replaced.', assistantWasRight: true },
  { ...base, kind: 'takeover' },
  { ...base, kind: 'person-replied', text: 'Hello [NAME_1]' },
  { ...base, kind: 'person-replied', commitment: 'q83v' },
  { ...base, kind: 'feedback-given', csat: 5 },
  { ...base, kind: 'conversation-closed' },
  { ...base, kind: 'consent', subject: 's_1', purpose: 'memory', granted: true },
  { ...base, kind: 'value-revealed', placeholder: '[IBAN_1]', reason: 'to call back' },
];

function without(key: string, entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
}

const system = [
  { kind: 'policy-changed', old: null, new: 'p1' },
  { kind: 'knowledge-changed', old: 'k1', new: 'k2', documents: ['lost-card'] },
  { kind: 'log-read', what: 'entries', conversation: 'c_1' },
  { kind: 'segment-sealed', segment: 1, from: 4096, to: 8192, sha256: 'ab'.repeat(32), root: `${'A'.repeat(43)}=` },
  { kind: 'admin-act', act: 'key-created', target: 'k_2' },
  { kind: 'appliance-started', version: '0.1.0', models: { 'text-135m': 'ab' } },
  { kind: 'appliance-stopped', cause: 'signal' },
  { kind: 'log-restored', backup: 'b_1', size: 7, lost: { size: 9, root: 'q83v' } },
  { kind: 'stop' },
  { kind: 'resume' },
  { kind: 'subject-exported', subject: 's_1' },
  { kind: 'subject-erased', subject: 's_1' },
  { kind: 'subject-held', subject: 's_1' },
].map((entry) => ({ ...without('conversation', base), ...entry }));

describe('parseLogEntry', () => {
  it('reads every kind of entry', () => {
    for (const entry of [turn, ...others, ...system]) expect(parseLogEntry(entry).kind).toBe(entry.kind);
  });

  it('refuses unknown kinds, versions and fields', () => {
    const wrong = [
      { ...turn, kind: 'gossip' },
      { ...turn, v: 3 },
      { ...turn, customer: 'Jane' },
      { ...turn, actor: { role: 'root', key: 'k_1' } },
      { ...turn, at: '2026-11-21T10:00:00.000+01:00' },
      { ...turn, at: '2026-11-21T09:00:00Z' },
      { ...turn, at: '2026-02-30T09:00:00.000Z' },
      { ...turn, turn: 1.5 },
      { ...turn, reason: 'legal-language' },
      { ...turn, outcome: 'handed-over' },
      { ...base, kind: 'person-replied' },
      { ...base, kind: 'feedback-given', csat: 6 },
      without('conversation', turn),
      null,
      'turn',
      [],
    ];
    for (const entry of wrong) {
      expect(() => parseLogEntry(entry)).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
    }
  });

  it('refuses decisions that are not JSON', () => {
    const nest = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 0);
    for (const value of [
      Number.NaN,
      Infinity,
      1n,
      new Date(),
      () => 1,
      [undefined],
      Symbol('x'),
      'half \ud800',
      nest,
    ]) {
      const entry = { ...turn, decision: { value } };
      expect(() => parseLogEntry(entry)).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
    }
  });

  it('names the field and never its value', () => {
    const misread = { ...turn, actor: { role: 'Jane Doe', key: 'k_1' } };
    expect(() => parseLogEntry(misread)).toThrow('actor.role');
    expect(() => parseLogEntry(misread)).not.toThrow('Jane');
  });
});

describe('entryBytes', () => {
  it('is the same for any order of fields and absent optional ones', () => {
    const reversed = Object.fromEntries(Object.entries({ ...turn, reason: undefined }).reverse());
    expect(entryBytes(parseLogEntry(reversed))).toEqual(entryBytes(parseLogEntry(turn)));
  });

  it('is RFC 8785 text in UTF-8', () => {
    const bytes = entryBytes(parseLogEntry({ ...without('conversation', base), kind: 'stop', note: 'é\u0007"' }));
    expect(Buffer.from(bytes).toString('utf8')).toBe(
      '{"actor":{"key":"k_1","role":"kiosk"},"at":"2026-11-21T09:00:00.000Z","kind":"stop","note":"é\\u0007\\"","v":1}',
    );
  });

  it('survives being written and read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 }), (question, value) => {
        const bytes = entryBytes(parseLogEntry({ ...turn, question, decision: { value } }));
        const again = entryBytes(parseLogEntry(JSON.parse(Buffer.from(bytes).toString('utf8'))));
        expect(leafHash(again)).toEqual(leafHash(bytes));
      }),
    );
  });

  it('refuses text that has no UTF-8', () => {
    expect(() => entryBytes(parseLogEntry({ ...turn, question: 'half \udc00' }))).toThrow(
      expect.objectContaining({ code: 'entry-invalid' }),
    );
  });
});
