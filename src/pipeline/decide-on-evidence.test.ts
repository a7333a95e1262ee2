import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenPolicy, givenSignals } from '../../test/support/given-policy.ts';
import { givenRetrieved } from '../../test/support/given-turn.ts';
import { decideAfter } from '../escalation/decide-escalation.ts';
import type { Signals } from '../policy/signals.ts';
import { decideOnEvidence } from './decide-on-evidence.ts';
import { withEvidence } from './to-signals.ts';

const policy = givenPolicy();
const evidence = (relevance: number) => ({
  passages: [givenRetrieved({ relevance })],
  cited: [],
  draftRejected: false,
  grounded: 1,
});
const decide = (judged: Partial<Signals>, unjudged: Partial<Signals> | null, relevance = 0.9) =>
  decideOnEvidence(
    { signals: givenSignals(judged), unjudged: unjudged && givenSignals(unjudged) },
    evidence(relevance),
    policy,
  );

const CASES = 10_000;
/** What a verdict can change of the signals, each at any value. */
const anyReading = fc
  .record({
    intent: fc.constantFrom(...policy.files.intents.intents),
    intentConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
    inScope: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ intent: { id, category, sensitive, urgency }, ...sure }) =>
    givenSignals({ intent: id, category, sensitive, urgency, ...sure }),
  );
const anyEvidence = fc
  .record({ relevance: fc.double({ min: 0, max: 1, noNaN: true }), draftRejected: fc.boolean() })
  .map(({ relevance, draftRejected }) => ({ ...evidence(relevance), draftRejected }));

describe('decideOnEvidence', () => {
  it('hands over where a hard rule holds for the classifier alone, with the signals it held for', () => {
    const billing = { intent: 'mortgage', category: 'billing', inScope: 0.6 };
    const { decision, signals } = decide({ intent: 'greeting', category: 'general', inScope: 0.3 }, billing, 0.4);
    expect(decision).toMatchObject({ kind: 'hand-over', reason: 'low-relevance-on-sensitive-topic' });
    expect(signals).toMatchObject({ intent: 'mortgage', inScope: 0.6, relevance: 0.4 });
  });

  it('hands over where a hard rule holds for the judged reading alone', () => {
    const judged = { intent: 'mortgage', category: 'billing', inScope: 0.6 };
    expect(decide(judged, { category: 'general', inScope: 0.3 }, 0.4)).toMatchObject({
      decision: { kind: 'hand-over' },
      signals: { intent: 'mortgage' },
    });
  });

  it('weighs doubts for the judged reading alone', () => {
    const doubtful = { intentConfidence: 0.2, inScope: 0.3 };
    expect(decide(doubtful, null, 0.55).decision.kind).toBe('clarify');
    expect(decide({ intentConfidence: 0.8 }, doubtful, 0.55).decision.kind).toBe('go-on');
    expect(decide(doubtful, { intentConfidence: 0.8 }, 0.55).decision.kind).toBe('clarify');
  });

  it(`never answers what a hard rule hands over as the classifier reads it (${CASES} cases)`, () => {
    let handedOver = 0;
    const property = fc.property(anyReading, anyReading, anyEvidence, (judged, own, found) => {
      const alone = decideAfter(withEvidence(own, found), policy);
      if (alone.explanation.rules.length === 0) return;
      handedOver += 1;
      expect(decideOnEvidence({ signals: judged, unjudged: own }, found, policy).decision.kind).toBe('hand-over');
    });
    fc.assert(property, { numRuns: CASES });
    expect(handedOver).toBeGreaterThan(CASES / 20);
  });
});
