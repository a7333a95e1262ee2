import { describe, expect, it } from 'vitest';
import { givenSignals } from '../../../test/support/given-policy.ts';
import { parseRecordedTurn, type RecordedTurn } from '../replay/recorded-turn.ts';
import { describeTurn, toMermaid } from './describe-turn.ts';

function recorded(differing: Readonly<Record<string, unknown>> = {}): RecordedTurn {
  const decision = {
    reason: 'policy-tier',
    policy: 'sha256:abc',
    layers: ['channels/mail'],
    rules: [{ stage: 'before', id: 'enterprise', at: 'policies/escalation.yaml:3:5' }],
    signals: givenSignals({ tier: 'enterprise' }),
    escalation: [
      {
        stage: 'after',
        kind: 'hand-over',
        score: 0.5,
        threshold: 1,
        held: [{ id: 'angry', weight: 0.5, at: 'policies/escalation.yaml:9:7' }],
        unsure: ['[1.0][5] > amount'],
      },
    ],
    drafts: [{ mode: 'quoted', accepted: false, findings: [{ check: 'commitment', sentence: 0, detail: 'refund' }] }],
    fault: null,
    ...differing,
    explanation: {
      line: 'Handed over.',
      nodes: [
        { stage: 'redact', ms: 1.25, decided: 'said "a<b>"' },
        { stage: 'ending', ms: null, decided: 'handed-over' },
      ],
    },
  };
  const timings = { redact: { ms: 1.25, budgetMs: 15 } };
  const view = { outcome: 'handed-over', reply: null, handover: null, triage: {}, decision, timings };
  const row = { conversation: 'c_1', turn: 1, question: 'Hello', sentiment: 0, intent: 'fees', channel: 'mail' };
  const turn = parseRecordedTurn({ ...row, tier: 'enterprise', language: 'en', view: JSON.stringify(view) });
  if (turn === undefined) throw new Error('The turn could not be read');
  return turn;
}

describe('describeTurn', () => {
  const lines = describeTurn(recorded(), (id) => (id === 'enterprise' ? 'tier == "enterprise"' : undefined));

  it('begins with the sentence, and names policy and layers', () => {
    expect(lines[0]).toBe('Handed over.');
    expect(lines).toContain('policy sha256:abc with channels/mail');
  });

  it('sets each rule beside its place, its condition and the values it looked at', () => {
    const place = lines.indexOf('rule   enterprise  policies/escalation.yaml:3:5');
    expect(lines.slice(place + 1, place + 3)).toEqual(['       `tier == "enterprise"`', '       tier enterprise']);
  });

  it('tells what a judge was asked and said, beside the classifier', () => {
    const judge = {
      model: { id: 'small', sha256: 'a' },
      choices: ['fees', 'refund', 'none'],
      probabilities: [0.7, 0.2, 0.1],
      weight: 0.5,
      fault: null,
      classifier: { intent: 'refund', confidence: 0.3, inScope: 0.6 },
    };
    const told = describeTurn(recorded({ judge }), () => undefined);
    expect(told).toContain('judge  small weighs 0.5: fees 0.7, refund 0.2, none 0.1');
    expect(told).toContain('       the classifier said refund 0.3, in scope 0.6');
    const late = { ...judge, probabilities: null, fault: 'judge-late' };
    expect(describeTurn(recorded({ judge: late }), () => undefined)).toContain(
      'judge  small gave no answer: judge-late',
    );
    expect(lines.join()).not.toContain('judge');
  });

  it('tells doubts, conditions that failed, and rejected drafts', () => {
    expect(lines).toContain('doubt  angry weighs 0.5  policies/escalation.yaml:9:7');
    expect(lines).toContain('unsure `[1.0][5] > amount` could not be evaluated, which counts as doubt');
    expect(lines).toContain('draft  quoted rejected, commitment in sentence 1: refund');
  });

  it('sets the time of a stage beside its budget', () => {
    expect(lines.some((line) => /^redact +1\.3 ms of 15 +said/u.test(line))).toBe(true);
  });
});

describe('toMermaid', () => {
  it('draws the stages in their order, with nothing that ends a label', () => {
    expect(toMermaid(recorded())).toEqual([
      'flowchart LR',
      '  n0["redact<br/>1.3 ms<br/>said #quot;a#lt;b#gt;#quot;"]',
      '  n1["ending<br/>handed-over"]',
      '  n0 --> n1',
    ]);
  });
});
