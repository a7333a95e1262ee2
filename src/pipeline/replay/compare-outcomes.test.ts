import { describe, expect, it } from 'vitest';
import { givenPolicySet, givenSignals, type PolicyChanges } from '../../../test/support/given-policy.ts';
import type { PolicySet } from '../../policy/parse-policy-set.ts';
import type { Signals } from '../../policy/signals.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { parseRecordedTurn, type RecordedTurn } from './recorded-turn.ts';

const shipped = givenPolicySet();
const changedTo = (changes: PolicyChanges): PolicySet => givenPolicySet(changes);

/** A calm question that was answered from knowledge; a test states what differs. */
interface Story {
  readonly question?: string;
  readonly signals?: Partial<Signals>;
  readonly outcome?: string;
  readonly reason?: string | null;
  readonly reply?: string;
  /** False for a turn that ended before anything was looked up. */
  readonly lookedUp?: boolean;
  readonly topic?: string;
  readonly fault?: string;
  readonly channel?: string;
}

const stage = (name: string) => ({ stage: name, kind: 'go-on', score: 0, threshold: 1, held: [], unsure: [] });

function recorded(story: Story = {}, turn = 1): RecordedTurn {
  const signals = givenSignals(story.signals);
  const view = {
    outcome: story.outcome ?? 'answered',
    reply: { text: story.reply ?? 'A replacement card is free.', mode: 'quoted', citations: [] },
    handover: null,
    triage: { intent: { id: signals.intent, confidence: signals.intentConfidence }, topic: null },
    decision: {
      reason: story.reason ?? null,
      policy: shipped.hash,
      rules: [],
      signals,
      escalation: [stage('before'), ...(story.lookedUp === false ? [] : [stage('after')])],
      drafts: [{ mode: 'quoted', accepted: true, findings: [] }],
      fault: story.fault ?? null,
    },
    timings: {},
  };
  const parsed = parseRecordedTurn({
    conversation: 'c_1',
    turn,
    question: story.question ?? 'I lost my card',
    sentiment: 0,
    intent: signals.intent,
    channel: story.channel ?? 'kiosk',
    tier: signals.tier,
    language: 'en',
    view: JSON.stringify(view),
  });
  if (parsed === undefined) throw new Error('The turn could not be read');
  return parsed;
}

const changesOf = (to: PolicySet, ...stories: readonly Story[]) =>
  compareOutcomes(
    stories.map((story, index) => recorded(story, index + 1)),
    shipped,
    to,
  ).changed;

describe('compareOutcomes', () => {
  it('finds nothing other where the policy is the same', () => {
    const turns = [
      recorded(),
      recorded({ question: 'I will sue you', outcome: 'handed-over', reason: 'legal-language' }),
    ];
    expect(compareOutcomes(turns, shipped, changedTo({}))).toEqual({
      changed: [],
      replayed: 2,
      leftOut: 0,
      reproduced: { count: 2, of: 2 },
    });
  });

  it('tells a turn that does not come out as recorded', () => {
    expect(compareOutcomes([recorded({ outcome: 'clarifying' })], shipped, shipped).reproduced).toEqual({
      count: 0,
      of: 1,
    });
  });

  it('sees a threshold that lets more through', () => {
    const to = changedTo({ 'sensitive.yaml': ['disputeThreshold: 500', 'disputeThreshold: 900'] });
    const dispute = { intent: 'refund', amount: 700 };
    expect(changesOf(to, { signals: dispute, outcome: 'handed-over', lookedUp: false })).toMatchObject([
      { from: { reason: 'sensitive-topic' }, to: { outcome: 'open', reason: null } },
    ]);
  });

  it('sees doubts that weigh more', () => {
    const to = changedTo({
      'escalation.yaml': ['weight: 0.5\n      reason: sentiment', 'weight: 1.5\n      reason: sentiment'],
    });
    const [change] = changesOf(to, { signals: { sentimentLabel: 'angry' } });
    expect(change).toMatchObject({
      from: { outcome: 'answered' },
      to: { outcome: 'handed-over', reason: 'sentiment-degradation' },
    });
    expect(change?.to.rule).toMatch(/^angry policies\/escalation\.yaml:\d+:\d+$/u);
  });

  it('reads the words of a message anew', () => {
    const to = changedTo({ 'sensitive.yaml': ['- kill (myself', '- lost my card\n      - kill (myself'] });
    expect(changesOf(to, {}, { question: 'What does a card cost?' })).toMatchObject([
      { turn: 1, to: { outcome: 'handed-over', reason: 'safety', priority: 'critical' } },
    ]);
  });

  it('reads moods anew, and leaves a recorded mood be where its words are the same', () => {
    const to = changedTo({ 'tone.yaml': ['  angry:\n    - ', '  angry:\n    - (lost) my card\n    - '] });
    expect(changesOf(to, {}, { question: 'What does a card cost?' })).toMatchObject([{ turn: 1, change: 'words' }]);
    expect(changesOf(to, { signals: { issueTurns: 3 } })).toMatchObject([
      { to: { outcome: 'handed-over', reason: 'sentiment-degradation' } },
    ]);
    expect(changesOf(to, { question: 'Hello', signals: { sentimentLabel: 'angry' } })).toEqual([]);
  });

  it('sees a matter that goes to people from now on', () => {
    const to = changedTo({
      'scope.yaml': ['- intent: complaint', '- intent: lost-card\n    reason: complex\n  - intent: complaint'],
    });
    expect(changesOf(to, {})).toMatchObject([{ to: { outcome: 'handed-over', reason: 'complex' } }]);
  });

  it('sees a reply that may not be given any more', () => {
    const to = changedTo({ 'tone.yaml': ['- obviously', '- obviously\n  - card is free'] });
    expect(changesOf(to, {})).toMatchObject([{ to: { outcome: 'handed-over', reason: 'draft-rejected' } }]);
  });

  it('tells other words for the same ending', () => {
    const to = changedTo({ 'escalation.yaml': ['I do not want to keep you going', 'I will not keep you going'] });
    expect(changesOf(to, { signals: { issueTurns: 4 } })).toMatchObject([{ change: 'words' }]);
  });

  it('takes the layers of the channel a turn came by', () => {
    const to = givenPolicySet({}, { 'channels/mail/escalation.yaml': 'turnLimit: 9\n' });
    const long = { signals: { issueTurns: 5 } };
    expect(changesOf(to, { ...long, channel: 'mail' }, { ...long, channel: 'kiosk' }).map(({ turn }) => turn)).toEqual([
      1,
    ]);
  });

  it.each([
    ['a fault ended', { fault: 'engine-down', outcome: 'handed-over', reason: 'appliance-fault' }],
    ['the stop switch ended', { outcome: 'handed-over', reason: 'stopped' }],
    ['a person held', { outcome: 'with-person' }],
  ])('leaves out a turn that %s', (_, story) => {
    expect(compareOutcomes([recorded(story)], shipped, shipped)).toMatchObject({ replayed: 0, leftOut: 1 });
  });
});

describe('parseRecordedTurn', () => {
  it('leaves out what another version wrote otherwise', () => {
    const { view: _view, ...row } = { ...recorded(), view: '' };
    expect(parseRecordedTurn({ ...row, view: '{"outcome":"answered"}' })).toBeUndefined();
  });
});
