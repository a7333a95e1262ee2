import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenPolicy, givenSignals } from '../../test/support/given-policy.ts';
import type { Signals } from '../policy/signals.ts';
import { decideAfter, decideBefore } from './decide-escalation.ts';
import type { Decision } from './decision.ts';

const CASES = 10_000;
const policy = givenPolicy();
const intents = policy.files.intents.intents;
/** Rules go by these names themselves: being less sure of them is being less sure of a danger. */
const dangers = new Set(['in-danger', 'account-taken-over', 'legal-question', 'talk-to-person']);

/** What each signal may be, from nothing to worry about to the worst. Signals that say what a matter is have no such order. */
const worse = {
  sensitive: [false, true],
  urgency: ['low', 'normal', 'high', 'critical'],
  complexity: ['simple', 'moderate', 'complex'],
  sentiment: [1, 0, -0.5, -1],
  sentimentLabel: ['positive', 'neutral', 'frustrated', 'angry'],
  sentimentTrend: ['rising', 'steady', 'falling'],
  languageSupported: [true, false],
  tier: ['standard', 'enterprise'],
  verified: [true, false],
  issueTurns: [1, 2, 3, 4, 5],
  clarifications: [0, 1, 2],
  repeatedQuestion: [false, true],
  handler: ['', ...policy.handlers.map(({ id }) => id)],
  amount: [0, 499.99, 500, 500.01, 9_000],
  redactionComplete: [true, false],
  relevance: [1, 0.7, 0.6, 0.59, 0.5, 0.49, 0.4, 0.2, 0],
  passages: [5, 1, 0],
  stale: [false, true],
  draftRejected: [false, true],
  grounded: [1, 0.5, 0],
  intentConfidence: [1, 0.6, 0.55, 0.45, 0.4, 0.35, 0.34, 0.1, 0],
} as const satisfies Partial<Record<keyof Signals, readonly (string | number | boolean)[]>>;
type Ordered = keyof typeof worse;
const ordered = Object.keys(worse) as readonly Ordered[];
const scopes = [1, 0.8, 0.5, 0.49, 0.25, 0.24, 0] as const;

const step = (name: Ordered, at: number) => ({ [name]: worse[name][Math.min(at, worse[name].length - 1)] });
const anySignals: fc.Arbitrary<Signals> = fc
  .record({
    intent: fc.constantFrom(...intents),
    inScope: fc.constantFrom(...scopes),
    // Most are at their best, so that one of them alone decides often enough.
    at: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(8) }), {
      minLength: ordered.length,
      maxLength: ordered.length,
    }),
  })
  .map(({ intent, inScope, at }) =>
    givenSignals({
      ...Object.assign({}, ...ordered.map((name, index) => step(name, at[index] ?? 0))),
      intent: intent.id,
      category: intent.category,
      inScope,
    }),
  );

/** What becomes of a turn: the draft is asked for only where the first decision lets it. */
function decide(signals: Signals): Decision {
  const before = decideBefore(signals, policy);
  return before.kind === 'hand-over' ? before : decideAfter(signals, policy);
}

const rankOf = (signals: Signals, name: Ordered): number =>
  worse[name].findIndex((value: unknown) => value === signals[name]);

describe('the escalation evaluator on the shipped policy', () => {
  it('never takes a handover back because one signal got worse', () => {
    const seen = { handovers: 0, worsened: 0 };
    fc.assert(
      fc.property(anySignals, fc.constantFrom(...ordered), fc.integer({ min: 1, max: 8 }), (signals, name, by) => {
        fc.pre(name !== 'intentConfidence' || !dangers.has(signals.intent));
        const worsened = { ...signals, ...step(name, rankOf(signals, name) + by) };
        seen.worsened += 1;
        if (decide(signals).kind !== 'hand-over') return;
        seen.handovers += 1;
        expect([name, decide(worsened).kind]).toEqual([name, 'hand-over']);
      }),
      { numRuns: CASES },
    );
    // A run that saw no handover would have shown nothing.
    expect(seen.worsened).toBeGreaterThanOrEqual(CASES);
    expect(seen.handovers).toBeGreaterThan(CASES / 10);
  });

  it('never makes an answer out of anything because one signal got worse', () => {
    fc.assert(
      fc.property(anySignals, fc.constantFrom(...ordered), fc.integer({ min: 1, max: 8 }), (signals, name, by) => {
        fc.pre(name !== 'intentConfidence' || !dangers.has(signals.intent));
        if (decide(signals).kind === 'go-on') return;
        expect(decide({ ...signals, ...step(name, rankOf(signals, name) + by) }).kind).not.toBe('go-on');
      }),
      { numRuns: CASES },
    );
  });

  it('answers nothing more when a matter moves out of scope', () => {
    fc.assert(
      fc.property(anySignals, fc.constantFrom(...scopes), (signals, inScope) => {
        fc.pre(inScope <= signals.inScope);
        if (decide(signals).kind === 'go-on') return;
        expect(decide({ ...signals, inScope }).kind).not.toBe('go-on');
      }),
      { numRuns: CASES },
    );
  });

  it('names a reason, a queue and a rule or a score for every handover', () => {
    fc.assert(
      fc.property(anySignals, (signals) => {
        const decision = decide(signals);
        if (decision.kind !== 'hand-over') return;
        const { rules, score, threshold } = decision.explanation;
        expect(policy.files.escalation.queues).toHaveProperty(decision.queue);
        expect(rules.length > 0 || score >= threshold).toBe(true);
      }),
      { numRuns: CASES },
    );
  });
});
