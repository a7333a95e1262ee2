import { describe, expect, it } from 'vitest';
import { complexityOf } from './complexity.ts';

const known = { handler: false, score: 0, inScope: 0.9, matters: [], queues: 1 };

describe('complexityOf', () => {
  it('calls one plain question simple', () => {
    expect(complexityOf('I lost my card', known)).toEqual({ level: 'simple', signals: [], matters: [] });
  });

  it('calls what may be no matter of ours unknown', () => {
    expect(complexityOf('tell me a story', { ...known, inScope: 0.1 }).level).toBe('unknown');
  });

  it.each([
    ['Where is it? When? Why?', 'several-questions'],
    ['word '.repeat(130), 'long-message'],
    ['I already called about this twice', 'earlier-contact'],
  ])('names what makes "%.30s" harder', (question, signal) => {
    expect(complexityOf(question, known)).toEqual({ level: 'moderate', signals: [signal], matters: [] });
  });

  it('is complex where an earlier ticket is open, whatever else is said', () => {
    const open = [
      'my complaint from two weeks ago was never answered, nobody has replied',
      'ticket [REFERENCE_1] is still open, what does a transfer cost?',
      'I have been chasing my dispute case for months now',
    ];
    for (const question of open) {
      expect(complexityOf(question, known)).toMatchObject({ level: 'complex', signals: ['unresolved-ticket'] });
    }
    expect(complexityOf('how long does a dispute take?', known).level).toBe('simple');
    expect(complexityOf('where do I find the reference of a transfer', known).level).toBe('simple');
  });

  it('is complex where the matters of one message are for different people', () => {
    const two = { ...known, matters: ['lost-card', 'mortgage'], queues: 2 };
    expect(complexityOf('Both.', two)).toMatchObject({ level: 'complex', matters: two.matters });
    expect(complexityOf('Both.', { ...two, queues: 1 })).toMatchObject({
      level: 'moderate',
      signals: ['several-matters'],
    });
    const three = { ...known, matters: ['a', 'b', 'c'], queues: 1 };
    expect(complexityOf('All.', three).level).toBe('complex');
  });

  it('is complex from three signals on', () => {
    const question = 'I already told you. Where is it? When? Why?';
    expect(complexityOf(question, { ...known, score: -0.85 }).level).toBe('complex');
    expect(complexityOf(question, known).level).toBe('moderate');
  });
});
