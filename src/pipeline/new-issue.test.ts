import { describe, expect, it } from 'vitest';
import { asRedacted } from '../../test/support/as-redacted.ts';
import { givenRememberedTurn, givenTriage } from '../../test/support/given-turn.ts';
import type { Recollection } from '../memory/recollection.ts';
import type { Triage } from '../triage/triage.ts';
import { isNewIssue } from './new-issue.ts';

const remembering = (differing: Partial<Recollection> = {}): Recollection => ({
  turns: [givenRememberedTurn()],
  carried: [],
  clarifications: 0,
  resolvedQuestion: null,
  ...differing,
});

describe('isNewIssue', () => {
  it('is true of the first turn, however it is meant', () => {
    const angry = givenTriage({ sentiment: { score: -1, label: 'angry', trend: 'falling' } });
    expect(isNewIssue(angry, remembering({ turns: [] }))).toBe(true);
  });

  it('is true of another matter once the last one was answered', () => {
    expect(isNewIssue(givenTriage(), remembering())).toBe(true);
  });

  it.each<[string, Partial<Triage>, Partial<Recollection>]>([
    ['the matter is the same', { intent: { id: 'freeze-card', confidence: 0.9 } }, {}],
    ['the matter is unsure', { intent: { id: 'lost-card', confidence: 0.5 } }, {}],
    [
      'the question leans on the one before',
      {},
      { resolvedQuestion: asRedacted('How do I freeze my card? And for how long?') },
    ],
    ['the question is asked again', { repeatedQuestion: true }, {}],
    ['the customer is cross', { sentiment: { score: -0.4, label: 'frustrated', trend: 'steady' } }, {}],
    ['the last turn asked back', {}, { turns: [givenRememberedTurn({ outcome: 'clarifying' })] }],
    ['the last turn went to a person', {}, { turns: [givenRememberedTurn({ outcome: 'with-person' })] }],
  ])('is false where %s', (_, triage, recollection) => {
    expect(isNewIssue(givenTriage(triage), remembering(recollection))).toBe(false);
  });
});
