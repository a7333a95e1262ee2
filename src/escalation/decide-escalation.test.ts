import { describe, expect, it } from 'vitest';
import { givenPolicy, givenSignals } from '../../test/support/given-policy.ts';
import type { Condition } from '../policy/condition.ts';
import type { HardRule, PolicySnapshot, SoftSignal } from '../policy/policy-snapshot.ts';
import { decideAfter, decideBefore, noticeFor, queueFor } from './decide-escalation.ts';

const shipped = givenPolicy();
const always: Condition = { source: 'always', holds: () => true };
const never: Condition = { source: 'never', holds: () => false };
const failing: Condition = {
  source: 'failing',
  holds: () => {
    throw new Error('ran past its bounds');
  },
};

const rule = (differing: Partial<HardRule> = {}): HardRule => ({
  id: 'rule',
  stage: 'before',
  condition: always,
  reason: 'complex',
  queue: null,
  priority: null,
  at: 'policies/escalation.yaml:1:1',
  ...differing,
});
const doubt = (differing: Partial<SoftSignal> = {}): SoftSignal => ({
  id: 'doubt',
  condition: always,
  weight: 0.6,
  reason: 'low-relevance',
  at: 'policies/escalation.yaml:2:1',
  ...differing,
});
/** The shipped policy with these rules alone; its threshold is 1. */
const given = (rules: Partial<Pick<PolicySnapshot, 'hardRules' | 'softSignals' | 'clarifyWhen'>>): PolicySnapshot => ({
  ...shipped,
  hardRules: [],
  softSignals: [],
  clarifyWhen: never,
  ...rules,
});

describe('decideBefore', () => {
  it('goes on where no rule holds', () => {
    expect(decideBefore(givenSignals(), shipped).kind).toBe('go-on');
  });

  it('takes the first rule that holds, and names all that do', () => {
    const rules = [rule({ id: 'silent', condition: never }), rule({ id: 'first' }), rule({ id: 'second' })];
    expect(decideBefore(givenSignals(), given({ hardRules: rules }))).toMatchObject({
      kind: 'hand-over',
      reason: 'complex',
      explanation: { rules: [{ id: 'first' }, { id: 'second' }], unsure: [] },
    });
  });

  it('lets the words of a handler go before every rule', () => {
    const [handler] = shipped.handlers;
    const decision = decideBefore(givenSignals({ handler: handler?.id ?? '' }), given({ hardRules: [rule()] }));
    expect(decision).toMatchObject({ kind: 'hand-over', reason: handler?.reason, priority: handler?.priority });
    expect(decision.explanation.rules).toEqual([{ id: handler?.id, at: handler?.at }]);
  });

  it('asks no rule of the other stage', () => {
    expect(decideBefore(givenSignals(), given({ hardRules: [rule({ stage: 'after' })] })).kind).toBe('go-on');
  });

  it('hands over where a condition could not be asked', () => {
    expect(decideBefore(givenSignals(), given({ hardRules: [rule({ condition: failing })] }))).toMatchObject({
      kind: 'hand-over',
      reason: 'appliance-fault',
      explanation: { rules: [], unsure: ['failing'] },
    });
  });

  it('lets a rule that holds name the reason beside one that could not be asked', () => {
    const rules = [rule({ condition: failing }), rule({ id: 'sure' })];
    expect(decideBefore(givenSignals(), given({ hardRules: rules }))).toMatchObject({
      reason: 'complex',
      explanation: { rules: [{ id: 'sure' }], unsure: ['failing'] },
    });
  });
});

describe('decideAfter', () => {
  it('goes on below the threshold', () => {
    const decision = decideAfter(givenSignals(), given({ softSignals: [doubt()] }));
    expect(decision).toMatchObject({ kind: 'go-on', explanation: { score: 0.6, threshold: 1 } });
  });

  it('hands over at the threshold with the reason that weighs most', () => {
    const softSignals = [doubt({ weight: 0.4 }), doubt({ id: 'heavy', weight: 0.6, reason: 'stale-knowledge' })];
    expect(decideAfter(givenSignals(), given({ softSignals }))).toMatchObject({
      kind: 'hand-over',
      reason: 'stale-knowledge',
      explanation: { signals: [{ id: 'doubt' }, { id: 'heavy', weight: 0.6 }] },
    });
  });

  it('asks back at the threshold where policy allows it', () => {
    const softSignals = [doubt({ weight: 1 })];
    expect(decideAfter(givenSignals(), given({ softSignals, clarifyWhen: always })).kind).toBe('clarify');
  });

  it('lets a hard rule go before asking back', () => {
    const policy = given({ hardRules: [rule({ stage: 'after' })], softSignals: [doubt()], clarifyWhen: always });
    expect(decideAfter(givenSignals(), policy).kind).toBe('hand-over');
  });

  it.each([
    ['a hard rule', given({ hardRules: [rule({ stage: 'after', condition: failing })], clarifyWhen: always })],
    ['a soft signal', given({ softSignals: [doubt({ condition: failing })], clarifyWhen: always })],
    ['asking back', given({ softSignals: [doubt({ weight: 1 })], clarifyWhen: failing })],
  ])('ends with a person where %s could not be asked', (_, policy) => {
    expect(decideAfter(givenSignals(), policy)).toMatchObject({
      kind: 'hand-over',
      explanation: { unsure: ['failing'] },
    });
  });

  it('names a fault where nothing but doubt led to a person', () => {
    const policy = given({ softSignals: [doubt({ condition: failing })] });
    expect(decideAfter(givenSignals(), policy)).toMatchObject({ kind: 'hand-over', reason: 'appliance-fault' });
  });

  it('holds an intent to its own threshold', () => {
    const policy = givenPolicy({ 'escalation.yaml': ['perIntent: {}', 'perIntent: { lost-card: 0.5 }'] });
    const strict = { ...policy, hardRules: [], softSignals: [doubt()], clarifyWhen: never };
    expect(decideAfter(givenSignals(), strict).kind).toBe('hand-over');
    expect(decideAfter(givenSignals({ intent: 'fees' }), strict).kind).toBe('go-on');
  });
});

const handOver = (rules: Partial<HardRule>, signals = givenSignals()) =>
  decideBefore(signals, given({ hardRules: [rule(rules)] }));

describe('where a handover waits', () => {
  it('is the queue and the priority of the rule', () => {
    const decision = handOver({ queue: 'fraud', priority: 'critical' }, givenSignals({ tier: 'enterprise' }));
    expect(decision).toMatchObject({ queue: 'fraud', priority: 'critical' });
  });

  it.each(['critical', 'high', 'low'])('is as urgent as the turn where no rule says: %s', (urgency) => {
    expect(handOver({}, givenSignals({ urgency }))).toMatchObject({ priority: urgency });
  });

  it('is of normal urgency where nobody knows', () => {
    expect(handOver({}, givenSignals({ urgency: 'unknown' }))).toMatchObject({ priority: 'normal' });
  });

  it('is the queue of the tier, then of the intent, then the default one', () => {
    const { tierQueues, defaultQueue } = shipped.files.escalation;
    const [intent] = shipped.files.intents.intents;
    const known = { intent: intent?.id ?? '', inScope: 0.9 };
    expect(queueFor(shipped, { ...known, tier: 'enterprise' })).toBe(tierQueues.enterprise);
    expect(queueFor(shipped, { ...known, tier: 'standard' })).toBe(intent?.queue);
    expect(queueFor(shipped, { ...known, tier: 'standard', inScope: 0.1 })).toBe(defaultQueue);
    expect(queueFor(shipped, { intent: 'unknown', tier: 'standard', inScope: 0.9 })).toBe(defaultQueue);
  });
});

describe('noticeFor', () => {
  it('takes the words of the handler, then of the reason, then the default ones', () => {
    const { notices, defaultNotice } = shipped.files.escalation;
    const spoken = shipped.handlers.find((handler) => handler.message !== null);
    expect(noticeFor(shipped, 'stopped', spoken?.id ?? null)).toBe(spoken?.message);
    expect(noticeFor(shipped, 'stopped', null)).toBe(notices.stopped);
    expect(noticeFor(shipped, 'overload', 'no-such-handler')).toBe(notices.overload ?? defaultNotice);
  });
});
