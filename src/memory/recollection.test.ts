import { describe, expect, it } from 'vitest';
import { asRedacted } from '../../test/support/as-redacted.ts';
import { givenRememberedTurn } from '../../test/support/given-turn.ts';
import { recollect } from './recollection.ts';

const transfer = givenRememberedTurn({
  question: asRedacted('How do I send money to Spain?'),
  documents: ['international-transfers'],
});

describe('recollect', () => {
  it('remembers nothing at the first turn', () => {
    expect(recollect(asRedacted('and how long does it take?'), [])).toEqual({
      turns: [],
      carried: [],
      clarifications: 0,
      resolvedQuestion: null,
    });
  });

  it.each([
    'and how long does that take?',
    'how much?',
    'What about Italy?',
    'why',
    'can it be stopped',
    'Is that free?',
    'the same for my wife?',
  ])('reads a follow-up together with the question before: %s', (question) => {
    expect(recollect(asRedacted(question), [transfer]).resolvedQuestion).toBe(`${transfer.question} ${question}`);
  });

  it.each([
    'I lost my card',
    'My balance looks wrong since I paid for the hotel in Rome last week, and nobody told me about it',
  ])('lets a question that says what it is about stand alone: %s', (question) => {
    expect(recollect(asRedacted(question), [transfer]).resolvedQuestion).toBeNull();
  });

  it('goes back to the question that stands by itself', () => {
    const second = givenRememberedTurn({ turn: 2, question: asRedacted('and how long does that take?') });
    expect(recollect(asRedacted('and at a branch?'), [transfer, second]).resolvedQuestion).toBe(
      'How do I send money to Spain? and how long does that take? and at a branch?',
    );
  });

  it('reads whatever follows a question of ours as the answer to it', () => {
    const asked = givenRememberedTurn({ question: asRedacted('it was refused'), outcome: 'clarifying' });
    expect(recollect(asRedacted('my debit card'), [asked])).toMatchObject({
      clarifications: 1,
      resolvedQuestion: 'it was refused my debit card',
    });
  });

  it('carries the documents of the last turn alone', () => {
    const other = givenRememberedTurn({ turn: 2, documents: ['lost-card', 'card-pin'] });
    expect(recollect(asRedacted('I lost my card'), [transfer, other]).carried).toEqual(['lost-card', 'card-pin']);
  });
});
