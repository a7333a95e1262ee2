import { describe, expect, it } from 'vitest';
import { complexityOf } from './complexity.ts';

const known = { handler: false, score: 0, inScope: 0.9 };

describe('complexityOf', () => {
  it('calls one plain question simple', () => {
    expect(complexityOf('I lost my card', known)).toEqual({ level: 'simple', signals: [] });
  });

  it('calls what may be no matter of ours unknown', () => {
    expect(complexityOf('tell me a story', { ...known, inScope: 0.1 }).level).toBe('unknown');
  });

  it.each([
    ['Where is it? When? Why?', 'several-questions'],
    ['word '.repeat(130), 'long-message'],
    ['I already called about this twice', 'earlier-contact'],
  ])('names what makes "%.30s" harder', (question, signal) => {
    expect(complexityOf(question, known)).toEqual({ level: 'moderate', signals: [signal] });
  });

  it('is complex from three signals on', () => {
    const question = 'I already told you. Where is it? When? Why?';
    expect(complexityOf(question, { ...known, score: -0.85 }).level).toBe('complex');
    expect(complexityOf(question, known).level).toBe('moderate');
  });
});
