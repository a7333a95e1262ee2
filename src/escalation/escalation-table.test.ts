import { describe, expect, it } from 'vitest';
import { givenPolicy, givenSignals } from '../../test/support/given-policy.ts';
import type { HandoverReason } from '../conversation/outcome.ts';
import type { Signals } from '../policy/signals.ts';
import { decideAfter, decideBefore } from './decide-escalation.ts';

const policy = givenPolicy();

/** What makes each hard rule hold, alone, in a turn that is otherwise calm and well answered. */
const hard: Readonly<Record<string, readonly [Partial<Signals>, HandoverReason]>> = {
  'redaction-uncertain': [{ redactionComplete: false }, 'redaction-uncertain'],
  'danger-likely': [{ intent: 'in-danger', intentConfidence: 0.4 }, 'safety'],
  'takeover-likely': [{ intent: 'account-taken-over', intentConfidence: 0.45 }, 'security'],
  'law-likely': [{ intent: 'legal-question', intentConfidence: 0.55 }, 'legal-language'],
  'person-likely': [{ intent: 'talk-to-person', intentConfidence: 0.4 }, 'person-requested'],
  'enterprise-billing': [{ tier: 'enterprise', category: 'billing' }, 'policy-tier'],
  'dispute-over-threshold': [{ intent: 'dispute-payment', amount: 500.01 }, 'sensitive-topic'],
  'unsupported-language': [{ languageSupported: false, language: 'de' }, 'unsupported-language'],
  'anger-rising': [{ sentimentLabel: 'angry', sentimentTrend: 'falling', issueTurns: 2 }, 'sentiment-degradation'],
  'frustrated-at-third-turn': [{ sentimentLabel: 'frustrated', issueTurns: 3 }, 'sentiment-degradation'],
  'turn-limit': [{ issueTurns: 4 }, 'turn-limit'],
  complex: [{ complexity: 'complex' }, 'complex'],
  'stale-on-sensitive': [{ stale: true, sensitive: true }, 'stale-knowledge'],
  'low-relevance-on-sensitive': [{ relevance: 0.49, category: 'billing' }, 'low-relevance-on-sensitive-topic'],
  'draft-rejected': [{ draftRejected: true }, 'draft-rejected'],
};

/** What makes each soft signal hold, alone: what it weighs, and what becomes of the turn. */
const soft: Readonly<Record<string, readonly [Partial<Signals>, 'go-on' | 'clarify' | 'hand-over']>> = {
  'no-passage-fits': [{ relevance: 0.49 }, 'clarify'],
  'passage-fits-barely': [{ relevance: 0.55 }, 'go-on'],
  'outside-scope': [{ inScope: 0.2 }, 'go-on'],
  'scope-doubtful': [{ inScope: 0.4 }, 'go-on'],
  'intent-unsure': [{ intentConfidence: 0.3 }, 'go-on'],
  'stale-passage': [{ stale: true }, 'go-on'],
  'question-repeated': [{ repeatedQuestion: true }, 'go-on'],
  angry: [{ sentimentLabel: 'angry' }, 'go-on'],
  'mood-falling': [{ sentimentTrend: 'falling' }, 'go-on'],
  'clarified-before': [{ clarifications: 1, relevance: 0.55 }, 'go-on'],
};

describe('each hard rule of the shipped policy', () => {
  it('stands in the table', () => {
    expect(Object.keys(hard).toSorted()).toEqual(policy.hardRules.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(hard))('hands over by itself, however sure the rest is: %s', (id, [differing, reason]) => {
    const rule = policy.hardRules.find((one) => one.id === id);
    const decide = rule?.stage === 'after' ? decideAfter : decideBefore;
    const decision = decide(givenSignals({ intentConfidence: 1, relevance: 1, ...differing }), policy);
    expect(decision).toMatchObject({ kind: 'hand-over', reason, explanation: { rules: [{ id, at: rule?.at }] } });
  });

  it('goes before every rule below it in the file, and both are named', () => {
    for (const [index, first] of policy.hardRules.entries()) {
      for (const second of policy.hardRules.slice(index + 1)) {
        const merged = { ...hard[second.id]?.[0], ...hard[first.id]?.[0] };
        const signals = givenSignals(merged);
        if (first.stage !== second.stage || !second.condition.holds(signals)) continue;
        const decide = first.stage === 'after' ? decideAfter : decideBefore;
        const decision = decide(signals, policy);
        const named = decision.explanation.rules.map(({ id }) => id);
        expect([first.id, decision]).toEqual([first.id, expect.objectContaining({ reason: first.reason })]);
        expect(named.indexOf(first.id)).toBeLessThan(named.indexOf(second.id));
      }
    }
  });

  it('comes after the words of a handler, whose order is that of its file', () => {
    expect(policy.handlers.map(({ reason }) => reason)).toEqual([
      'safety',
      'security',
      'legal-language',
      'sensitive-topic',
      'person-requested',
    ]);
    for (const handler of policy.handlers) {
      const signals = givenSignals({ handler: handler.id, redactionComplete: false, issueTurns: 9 });
      expect(decideBefore(signals, policy)).toMatchObject({ reason: handler.reason });
    }
  });
});

describe('each soft signal of the shipped policy', () => {
  it('stands in the table', () => {
    expect(Object.keys(soft).toSorted()).toEqual(policy.softSignals.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(soft))('counts what it weighs, and is named with it: %s', (id, [differing, kind]) => {
    const decision = decideAfter(givenSignals(differing), policy);
    const signal = policy.softSignals.find((one) => one.id === id);
    const held = { id, weight: signal?.weight, at: signal?.at };
    expect(decision).toMatchObject({ kind, explanation: { threshold: 1, signals: expect.arrayContaining([held]) } });
  });

  it('hands over together with others where none would alone, with the heaviest reason', () => {
    const signals = givenSignals({ repeatedQuestion: true, stale: true });
    expect(decideAfter(signals, policy)).toMatchObject({ kind: 'hand-over', reason: 'repeated-question' });
  });

  it('goes after a hard rule of the same stage', () => {
    const signals = givenSignals({ repeatedQuestion: true, stale: true, draftRejected: true });
    expect(decideAfter(signals, policy)).toMatchObject({ reason: 'draft-rejected' });
  });
});

describe('a dispute', () => {
  it.each([
    [500, 'go-on'],
    [500.01, 'hand-over'],
  ])('of %d is for the specialists only above the threshold: %s', (amount, kind) => {
    expect(decideBefore(givenSignals({ intent: 'dispute-payment', amount }), policy).kind).toBe(kind);
  });
});
