import { describe, expect, it } from 'vitest';
import type { FactPolicy } from '../../policy/purposes-schema.ts';
import { toRedactedText } from '../../redaction/redacted-text.ts';
import { deriveFacts, type TurnFacts } from './derive-facts.ts';

const need: FactPolicy = {
  kind: 'accessibility-need',
  purpose: 'p',
  keepDays: 30,
  readers: [],
  words: { 'large-print': ['large* (print|letters)'], 'screen-reader': ['screen reader'] },
  operations: {},
};
const kind = (name: FactPolicy['kind'], more: Partial<FactPolicy> = {}): FactPolicy => ({
  ...need,
  kind: name,
  words: {},
  ...more,
});

function given(question: string, differing: Partial<TurnFacts> = {}): TurnFacts {
  const text = toRedactedText(question, []);
  return { question: text, before: null, channel: 'kiosk', handover: null, operations: [], ...differing };
}

describe('deriveFacts', () => {
  it('takes two messages in a row for a language, and one for none', () => {
    const language = [kind('preferred-language')];
    const question = 'Wie kann ich denn eine neue Karte bestellen?';
    expect(deriveFacts(given(question), language)).toEqual([]);
    expect(deriveFacts(given(question, { before: 'How do I order another card, please?' }), language)).toEqual([]);
    expect(deriveFacts(given(question, { before: 'ok' }), language)).toEqual([]);
    const twice = given(question, { before: 'Ich habe leider meine Karte verloren' });
    expect(deriveFacts(twice, language)).toEqual([{ kind: 'preferred-language', value: 'de' }]);
  });

  it.each([
    ['I need larger letters please', ['large-print']],
    ['I use a screen reader and need large print', ['large-print', 'screen-reader']],
    ['I do not want large print', []],
    ['I can read without large print', []],
    ['my screen is broken', []],
  ])('finds needs in words of policy alone: %s', (question, needs) => {
    expect(deriveFacts(given(question), [need]).map(({ value }) => value)).toEqual(needs);
  });

  it('finds each product once, out of operations that policy names', () => {
    const product = [kind('product-held', { operations: { 'read-account': 'account', 'read-balance': 'account' } })];
    const operations = ['read-account', 'read-balance', 'close-card'];
    expect(deriveFacts(given('', { operations }), product)).toEqual([{ kind: 'product-held', value: 'account' }]);
    expect(deriveFacts(given('', { operations: ['close-card'] }), product)).toEqual([]);
  });

  it('finds an open matter where the turn became one, and only kinds that are asked for', () => {
    const handover = 'h_1';
    const both = [kind('open-issue'), kind('preferred-channel')];
    expect(deriveFacts(given('', { handover }), both)).toEqual([
      { kind: 'open-issue', value: 'h_1' },
      { kind: 'preferred-channel', value: 'kiosk' },
    ]);
    expect(deriveFacts(given('', { handover }), [])).toEqual([]);
  });
});
