import { describe, expect, it } from 'vitest';
import { FairTurns } from './fair-turns.ts';

function work(name: string, steps: number, log: string[], signal = new AbortController().signal) {
  let left = steps;
  return {
    signal,
    get stepsLeft() {
      return left;
    },
    async step() {
      log.push(name);
      left -= 1;
    },
  };
}

describe('FairTurns', () => {
  it('lets a short call pass a long one after a step', async () => {
    const log: string[] = [];
    const turns = new FairTurns();
    const long = turns.run(work('long', 20, log));
    const short = turns.run(work('short', 1, log)).then(() => log.length);
    expect(await short).toBeLessThanOrEqual(3);
    await long;
    expect(log.filter((name) => name === 'long')).toHaveLength(20);
  });

  it('gives the oldest call its turns under a stream of short ones', async () => {
    const log: string[] = [];
    const turns = new FairTurns();
    const long = turns.run(work('long', 10, log));
    await Promise.all(Array.from({ length: 60 }, () => turns.run(work('short', 1, log))));
    await long;
    expect(log.slice(0, 40).filter((name) => name === 'long').length).toBeGreaterThanOrEqual(9);
  });

  it('ends a call that was aborted, and one without steps', async () => {
    const turns = new FairTurns();
    const log: string[] = [];
    await turns.run(work('none', 0, log));
    await turns.run(work('aborted', 5, log, AbortSignal.abort()));
    expect(log).toEqual([]);
  });

  it('fails only the call whose step fails', async () => {
    const turns = new FairTurns();
    const log: string[] = [];
    const bad = turns.run({
      stepsLeft: 1,
      signal: new AbortController().signal,
      step: () => Promise.reject(new Error('run failed')),
    });
    const good = turns.run(work('good', 2, log));
    await expect(bad).rejects.toThrow('run failed');
    await good;
    expect(log).toEqual(['good', 'good']);
  });
});
