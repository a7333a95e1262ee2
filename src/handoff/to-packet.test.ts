import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handoverReasons, priorities } from '../conversation/outcome.ts';
import { reasonLabels } from './reason-labels.ts';
import { type PacketFacts, toPacket } from './to-packet.ts';

const facts: PacketFacts = {
  tier: 'premium',
  verified: true,
  channel: 'kiosk',
  language: 'en',
  priorContacts: 0,
  intentTitle: 'Lost card',
  question: 'Where is my [CARD_1]?',
  earlier: [],
  passages: [],
  reason: 'low-relevance',
  priority: 'normal',
  findings: [],
  notes: [],
  sentiment: { label: 'neutral', trend: 'steady' },
  emotion: 'neutral',
};
const wordsOf = (text: string) => text.split(/\s+/u).length;
const longText = fc
  .array(
    fc.oneof(
      { weight: 20, arbitrary: fc.stringMatching(/^\S{1,12}$/u) },
      { weight: 1, arbitrary: fc.constant('endless'.repeat(300)) },
    ),
    { maxLength: 300 },
  )
  .map((words) => words.join(' '));
const anyFacts: fc.Arbitrary<PacketFacts> = fc.record({
  tier: fc.string(),
  verified: fc.boolean(),
  channel: fc.string(),
  language: fc.constantFrom('en', 'de'),
  priorContacts: fc.nat(),
  intentTitle: longText,
  question: longText,
  earlier: fc.array(fc.record({ question: longText, outcome: fc.constant('answered') }), { maxLength: 6 }),
  passages: fc.array(
    fc.record({ title: longText, ageDays: fc.nat(), stale: fc.boolean(), relevance: fc.double({ min: 0, max: 1 }) }),
    { maxLength: 5 },
  ),
  reason: fc.constantFrom(...handoverReasons),
  priority: fc.constantFrom(...priorities),
  findings: fc.array(fc.string(), { maxLength: 20 }),
  notes: fc.array(longText, { maxLength: 3 }),
  sentiment: fc.record({ label: longText, trend: longText }),
  emotion: longText,
});

describe('toPacket', () => {
  it('stays within 200 words, its headline within 25, whatever the facts', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const { headline, packet } = toPacket(any);
        expect(wordsOf(headline)).toBeLessThanOrEqual(25);
        expect(wordsOf(Object.values(packet).join(' '))).toBeLessThanOrEqual(200);
      }),
    );
  });

  it.each(handoverReasons)('has six parts that say something for %s', (reason) => {
    const { headline, packet } = toPacket({ ...facts, reason });
    expect(Object.keys(packet)).toEqual(['customer', 'issue', 'tried', 'knowledge', 'next', 'tone']);
    for (const part of [headline, ...Object.values(packet)]) expect(part.trim()).not.toBe('');
    expect(packet.tried).toContain(reasonLabels[reason]);
  });

  it('cuts a word nobody reads to its end, whatever part it stands in', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const { headline, packet } = toPacket(any);
        const longest = [headline, ...Object.values(packet)]
          .flatMap((part) => part.split(/\s+/u))
          .map((word) => [...word]);
        for (const word of longest) expect(word.length).toBeLessThanOrEqual(70);
      }),
    );
    const { packet } = toPacket({ ...facts, question: 'a'.repeat(2_000) });
    expect(packet.issue).toBe(`“${'a'.repeat(59)}…`);
  });

  it('never cuts a placeholder in two', () => {
    const question = `${'a'.repeat(50)}[PHONE_NUMBER_12]${'b'.repeat(50)}`;
    expect(toPacket({ ...facts, question }).packet.issue).not.toContain('[');
  });

  it('tells why the assistant stopped and what a colleague noted before what was said', () => {
    const { packet } = toPacket({ ...facts, notes: ['Old note', 'Fee is waived until May'] });
    expect(packet.tried).toMatch(
      /^Stopped because of .*A colleague noted: “Fee is waived until May”\. Nothing before/u,
    );
  });

  it('gives the same packet for the same facts', () => {
    expect(toPacket(facts)).toEqual(toPacket({ ...facts }));
  });

  it('says what was tried and what was wrong with the draft', () => {
    const { packet } = toPacket({
      ...facts,
      reason: 'draft-rejected',
      earlier: [{ question: 'How do I freeze my card?', outcome: 'answered' }],
      findings: ['grounding', 'commitment'],
    });
    expect(packet.tried).toContain('How do I freeze my card?');
    expect(packet.tried).toContain('grounding, commitment');
  });

  it('marks a stale passage, and says so where nothing was found', () => {
    const passage = { title: 'Fees', ageDays: 400, stale: true, relevance: 0.52 };
    expect(toPacket({ ...facts, passages: [passage] }).packet.knowledge).toMatch(/Fees .*52 %.*400 days.*STALE/u);
    expect(toPacket(facts).packet.knowledge).toMatch(/Nothing/u);
  });

  it('shows the customer as they may be treated', () => {
    expect(toPacket(facts).packet.customer).toMatch(/premium, verified, first contact, by kiosk/u);
    const stranger = toPacket({ ...facts, verified: false, priorContacts: 3 }).packet.customer;
    expect(stranger).toMatch(/not verified, 3 earlier contacts/u);
  });
});
