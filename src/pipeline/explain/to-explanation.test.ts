import { describe, expect, it } from 'vitest';
import { givenPolicy, givenSignals } from '../../../test/support/given-policy.ts';
import { givenRetrieved, givenTriage } from '../../../test/support/given-turn.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { decideAfter, decideBefore } from '../../escalation/decide-escalation.ts';
import type { Decision } from '../../escalation/decision.ts';
import type { Signals } from '../../policy/signals.ts';
import { toAcceptedReply } from '../../validation/accepted-reply.ts';
import { createTurnNotes, type TurnNotes } from '../turn-notes.ts';
import { signalsIn } from './explanation-line.ts';
import { toExplanation } from './to-explanation.ts';

const policy = givenPolicy();
const reply = toAcceptedReply(
  { acknowledgement: '', sentences: ['Yes.'], language: 'en', mode: 'quoted', citations: [] },
  { text: 'Yes.', sentences: [{ text: 'Yes.', start: 0, end: 4, acknowledgement: false }] },
);
const handedOver = (decision: Decision): Outcome => {
  if (decision.kind !== 'hand-over') throw new Error(`The decision is ${decision.kind}`);
  return { ...decision, kind: 'handed-over', reply };
};
const notesOf = (differing: Partial<TurnNotes>): TurnNotes => ({ ...createTurnNotes(policy), ...differing });
const decided = (stage: string, signals: Signals, decision: Decision): TurnNotes =>
  notesOf({ signals, explanations: [{ stage, kind: decision.kind, explanation: decision.explanation }] });

function lineBefore(differing: Partial<Signals>): string {
  const signals = givenSignals(differing);
  const decision = decideBefore(signals, policy);
  return toExplanation(decided('before', signals, decision), handedOver(decision)).line;
}

describe('the line of an explanation', () => {
  it('names the rule, its place, its condition and the values that made it hold', () => {
    expect(lineBefore({ tier: 'enterprise', category: 'billing' })).toMatch(
      /^Handed over as policy-tier to queue enterprise, priority high: rule enterprise-billing \(policies\/escalation\.yaml:\d+:\d+\) holds, `tier == "enterprise" && category == "billing"` with tier enterprise, category billing\.$/u,
    );
  });

  it('names what would have handed over too', () => {
    expect(lineBefore({ issueTurns: 4, complexity: 'complex' })).toMatch(/turnLimit 4; complex would too\.$/u);
  });

  it('names the handler whose words were there', () => {
    expect(lineBefore({ handler: 'legal' })).toMatch(/call handler legal \(policies\/sensitive\.yaml:\d+:\d+\)\.$/u);
  });

  it('adds up the doubts', () => {
    const signals = givenSignals({ relevance: 0.311_1, intentConfidence: 0.2, issueTurns: 2, inScope: 0.2 });
    const decision = decideAfter(signals, policy);
    expect(toExplanation(decided('after', signals, decision), handedOver(decision)).line).toMatch(
      /doubts weigh [\d.]+ of 1: no-passage-fits 1 \(relevance 0\.311, policies\/\S+\) \+ outside-scope 0\.6 \(inScope 0\.2, /u,
    );
  });

  it('quotes a condition nobody could evaluate', () => {
    const condition = {
      source: '[1.0][5] > amount',
      holds: () => {
        throw new Error('no such index');
      },
    };
    const [rule] = policy.hardRules;
    if (rule === undefined) throw new Error('There is no rule');
    const decision = decideBefore(givenSignals(), { ...policy, hardRules: [{ ...rule, condition }] });
    expect(toExplanation(decided('before', givenSignals(), decision), handedOver(decision)).line).toMatch(
      /^Handed over as appliance-fault .*`\[1\.0\]\[5\] > amount`/u,
    );
  });

  it('says what an answer rests on, and what spoke against it', () => {
    const signals = givenSignals({ sentimentLabel: 'angry' });
    const decision = decideAfter(signals, policy);
    const notes = { ...decided('after', signals, decision), passages: [givenRetrieved()] };
    expect(toExplanation(notes, { kind: 'answered', reply }).line).toMatch(
      /^Answered \(quoted\) from lost-card#1, relevance [\d.]+, \d+ days old: no rule holds, doubts weigh 0\.5 of 1: angry 0\.5/u,
    );
  });

  it.each([
    ['engine-down', 'appliance-fault', 'part of the appliance failed (engine-down)'],
    [null, 'stopped', 'the stop switch was on'],
    [null, 'person-requested', 'the customer asked for a person by the button'],
    [null, 'draft-rejected', 'no reply passed validation'],
  ] as const)('says why without any rule: %s %s', (fault, reason, cause) => {
    const outcome: Outcome = { kind: 'handed-over', reason, reply, queue: 'general', priority: 'normal' };
    expect(toExplanation(notesOf({ fault }), outcome).line).toBe(
      `Handed over as ${reason} to queue general, priority normal: ${cause}.`,
    );
  });
});

describe('the nodes of an explanation', () => {
  it('are the stages the turn passed, in their order, and its ending', () => {
    const timings = new Map([
      ['redact', 1.234_56],
      ['triage', 2],
      ['seal', 9],
    ] as const);
    const { nodes } = toExplanation(notesOf({ timings, triage: givenTriage() }), { kind: 'with-person' });
    expect(nodes).toEqual([
      { stage: 'redact', ms: 1.235, decided: '0 masked' },
      { stage: 'triage', ms: 2, decided: 'lost-card 0.9, in scope 0.95, normal, neutral' },
      { stage: 'ending', ms: null, decided: 'with-person' },
    ]);
  });
});

describe('signalsIn', () => {
  it('finds each signal once, and none in quotes', () => {
    expect(signalsIn('intent in ["stale", "amount"] && amount > 3.0 || amount < relevance')).toEqual([
      'intent',
      'amount',
      'relevance',
    ]);
  });
});
