import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { moodOf, trendOf } from './sentiment.ts';

const policy = givenPolicy();

describe('moodOf', () => {
  it.each([
    ['where is my card', 'neutral', 'neutral'],
    ['I am furious about this', 'angry', 'angry'],
    ['this is so frustrating', 'frustrated', 'frustrated'],
    ['my husband passed away last week', 'sad', 'neutral'],
    ['I am worried about my savings', 'worried', 'neutral'],
    ['I do not understand this fee', 'confused', 'neutral'],
    ['thank you, that was great', 'grateful', 'positive'],
  ])('reads "%s" as %s', (text, emotion, label) => {
    expect(moodOf(text, policy)).toMatchObject({ emotion, label });
  });

  it('deepens an unhappy message that shouts, and no other', () => {
    expect(moodOf('THIS IS SO FRUSTRATING', policy)).toMatchObject({ emotion: 'angry' });
    expect(moodOf('I am furious!!!', policy).score).toBeLessThan(moodOf('I am furious', policy).score);
    expect(moodOf('WHERE IS MY CARD', policy)).toMatchObject({ emotion: 'neutral', score: 0 });
  });

  it('takes the strongest of several moods', () => {
    expect(moodOf('thanks, but I am furious', policy).emotion).toBe('angry');
  });
});

describe('trendOf', () => {
  it.each([
    [[], -0.9, 'steady'],
    [[0], -0.5, 'falling'],
    [[0, 0], -0.1, 'steady'],
    [[-0.5, -0.85], 0, 'rising'],
    [[0.7, 0, -0.5], -0.85, 'falling'],
  ] as const)('after %j a mood of %d is %s', (earlier, present, trend) => {
    expect(trendOf(earlier, present)).toBe(trend);
  });
});
