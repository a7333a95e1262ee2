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

describe('moodOf with statistics', () => {
  const unhappy = { shares: { negative: 0.8, neutral: 0.15, positive: 0.05 }, negativeFrom: 0.6 };
  const calm = { ...unhappy, shares: { negative: 0.3, neutral: 0.6, positive: 0.1 } };

  it.each([
    ['you people lost my card and nobody cares', 'where the words are silent'],
    ['thank you so much for losing my card', 'where they are polite'],
  ])('hears that "%s" is unhappy %s', (text) => {
    expect(moodOf(text, policy, unhappy)).toMatchObject({ emotion: 'frustrated', label: 'frustrated', score: -0.5 });
    expect(moodOf(text, policy, calm).label).not.toBe('frustrated');
  });

  it('never softens what the words say', () => {
    expect(moodOf('I am furious', policy, calm)).toEqual(moodOf('I am furious', policy));
  });

  it('leaves fear and grief their own answer', () => {
    expect(moodOf('my husband passed away last week', policy, unhappy)).toMatchObject({ emotion: 'sad' });
  });

  it('is not made angrier by capitals alone', () => {
    expect(moodOf('WHERE IS MY CARD', policy, calm)).toMatchObject({ emotion: 'neutral', score: 0 });
    expect(moodOf('WHERE IS MY CARD', policy, unhappy)).toEqual(moodOf('where is my card', policy, unhappy));
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
