import { describe, expect, it } from 'vitest';
import { givenPolicy, givenSignals } from '../../test/support/given-policy.ts';
import { givenRetrieved, givenTriage } from '../../test/support/given-turn.ts';
import { decideAfter, decideBefore } from '../escalation/decide-escalation.ts';
import { toDecision, toTimings, toTriageView } from './to-decision.ts';
import { createTurnNotes, type TurnNotes } from './turn-notes.ts';

const policy = givenPolicy();
const notes = (differing: Partial<TurnNotes> = {}): TurnNotes => ({ ...createTurnNotes(policy), ...differing });
const versions = {
  knowledge: 'sha256:k',
  embedModel: { id: 'embedder', sha256: 'e' },
  textModel: null,
  prompt: null,
} as const;
const withPerson = { kind: 'with-person' } as const;

describe('toDecision', () => {
  it('names the policy and every rule that held, with its stage and its place', () => {
    const before = decideBefore(givenSignals({ issueTurns: 4 }), policy);
    const explanations = [{ stage: 'before', kind: before.kind, explanation: before.explanation }];
    expect(toDecision({ notes: notes({ explanations }) }, withPerson, versions)).toMatchObject({
      policy: policy.hash,
      rules: [
        { stage: 'before', id: 'turn-limit', at: expect.stringMatching(/^policies\/escalation\.yaml:\d+:\d+$/u) },
      ],
    });
  });

  it('shows what the score is made of', () => {
    const after = decideAfter(givenSignals({ relevance: 0.1 }), policy);
    const explanations = [{ stage: 'after', kind: after.kind, explanation: after.explanation }];
    const { escalation } = toDecision({ notes: notes({ explanations }) }, withPerson, versions);
    const { score, signals, threshold } = after.explanation;
    expect(signals.length).toBeGreaterThan(0);
    expect(escalation).toEqual([
      {
        stage: 'after',
        kind: after.kind,
        score: Math.round(score * 1_000) / 1_000,
        threshold,
        held: signals,
        unsure: [],
      },
    ]);
  });

  it('holds no text of passages or customers', () => {
    const said = toDecision({ notes: notes({ passages: [givenRetrieved()], said: ['secret'] }) }, withPerson, versions);
    expect(JSON.stringify(said)).not.toMatch(/replacement card is free|secret/u);
  });

  it('shows a turn cut short by a fault as far as it came', () => {
    expect(toDecision({ notes: notes({ fault: 'engine-down' }) }, withPerson, versions)).toMatchObject({
      fault: 'engine-down',
      signals: {},
      escalation: [],
      passages: [],
      drafts: [],
    });
  });
});

describe('toTriageView', () => {
  it('says what was found, where and how surely, and neither the value nor who found it', () => {
    const entity = { type: 'IBAN', start: 3, end: 9, score: 1, source: 'checksum:iban', placeholder: '[IBAN_1]' };
    const { entities } = toTriageView(givenTriage({ entities: [entity] }));
    expect(entities).toEqual([{ type: 'IBAN', placeholder: '[IBAN_1]', start: 3, end: 9, score: 1 }]);
  });

  it('is empty for a turn nobody classified', () => {
    expect(toTriageView(null)).toEqual({});
  });
});

describe('toTimings', () => {
  it('sets every stage beside its budget', () => {
    const timings = new Map([['triage', 12.34567] as const]);
    const { budgetsMs, deadlinesMs } = policy.files.limits;
    expect(toTimings({ notes: notes({ timings }) })).toEqual({
      triage: { ms: 12.346, budgetMs: budgetsMs.triage, deadlineMs: deadlinesMs.triage },
    });
  });
});
