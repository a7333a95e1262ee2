import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type LoopState, watchLoop } from './watch-loop.ts';

/** Keeps the thread, as a computation that nobody bounded would. */
function blockFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('watchLoop', () => {
  it('calls a loop slow that is late in window after window, and ready again once it is on time', async () => {
    const told: LoopState[] = [];
    const watch = watchLoop((state) => told.push(state), 400);
    for (let round = 0; round < 30 && watch.state() === 'ready'; round += 1) {
      blockFor(300);
      await breathe();
      await pause(30);
    }
    expect(watch.state()).toBe('slow');
    for (let round = 0; round < 200 && watch.state() === 'slow'; round += 1) await pause(50);
    watch.close();
    expect(told).toEqual(['slow', 'ready']);
  });
});
