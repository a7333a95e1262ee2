import { describe, expect, it } from 'vitest';
import { asRedacted } from '../../test/support/as-redacted.ts';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { givenRememberedTurn, givenRetrieved, givenTriage, givenTurn } from '../../test/support/given-turn.ts';
import { recollect } from '../memory/recollection.ts';
import { signalSchema } from '../policy/signals.ts';
import { toSignals, withEvidence } from './to-signals.ts';

const known = { recollection: recollect(asRedacted('I lost my card'), []), issueTurns: 1, policy: givenPolicy() };
const evidence = { passages: [], cited: [], draftRejected: false, grounded: 1 };

describe('toSignals', () => {
  it('gives every signal policy may ask for, in the type it is declared with', () => {
    const signals = toSignals(givenTurn(), givenTriage(), known);
    const types = { string: 'string', number: 'double', boolean: 'bool' } as const;
    const given = Object.entries(signals).map(([name, value]) => [name, types[typeof value as keyof typeof types]]);
    expect(Object.fromEntries(given)).toEqual(signalSchema);
  });

  it('takes the customer from the conversation and the mood from triage', () => {
    const sentiment = { score: -0.7, label: 'angry', trend: 'falling' } as const;
    expect(toSignals(givenTurn(), givenTriage({ sentiment, emotion: 'angry' }), known)).toMatchObject({
      tier: 'premium',
      verified: true,
      sentiment: -0.7,
      sentimentLabel: 'angry',
      sentimentTrend: 'falling',
    });
  });

  it('names the handler whose words were there, and an empty text for none', () => {
    const handler = { id: 'account-security', at: 'policies/sensitive.yaml:42:5' };
    expect(toSignals(givenTurn(), givenTriage({ handler }), known).handler).toBe('account-security');
    expect(toSignals(givenTurn(), givenTriage(), known).handler).toBe('');
  });

  it('counts what the assistant asked back on this issue', () => {
    const recollection = recollect(asRedacted('the blue one'), [givenRememberedTurn({ outcome: 'clarifying' })]);
    expect(toSignals(givenTurn(), givenTriage(), { ...known, recollection, issueTurns: 2 })).toMatchObject({
      clarifications: 1,
      issueTurns: 2,
    });
  });

  it('knows no evidence before anything was looked up', () => {
    expect(toSignals(givenTurn(), givenTriage(), known)).toMatchObject({ relevance: 0, passages: 0, grounded: 0 });
  });

  it('tells rules the limits policy sets', () => {
    const policy = givenPolicy();
    expect(toSignals(givenTurn(), givenTriage(), known)).toMatchObject({
      turnLimit: policy.files.escalation.turnLimit,
      disputeThreshold: policy.files.sensitive.disputeThreshold,
    });
  });

  it('passes on that redaction was not complete', () => {
    const turn = givenTurn('x', { redactionComplete: false });
    expect(toSignals(turn, givenTriage(), known).redactionComplete).toBe(false);
  });
});

describe('withEvidence', () => {
  const signals = toSignals(givenTurn(), givenTriage(), known);

  it('goes by the best passage', () => {
    const passages = [givenRetrieved({ relevance: 0.8 }), givenRetrieved({ id: 'fees#1', relevance: 0.3 })];
    expect(withEvidence(signals, { ...evidence, passages })).toMatchObject({ relevance: 0.8, passages: 2 });
  });

  it('counts a stale passage only where the draft cites it', () => {
    const passages = [givenRetrieved(), givenRetrieved({ id: 'fees#1', stale: true })];
    const staleWith = (cited: readonly string[]) => withEvidence(signals, { ...evidence, passages, cited }).stale;
    expect([staleWith(['lost-card#1']), staleWith(['fees#1']), staleWith([])]).toEqual([false, true, false]);
  });

  it('leaves what triage said as it was', () => {
    const { intent, tier, handler } = withEvidence(signals, { ...evidence, draftRejected: true });
    expect({ intent, tier, handler }).toEqual({ intent: 'lost-card', tier: 'premium', handler: '' });
  });
});
