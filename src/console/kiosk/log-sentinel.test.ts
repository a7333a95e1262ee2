import { describe, expect, it } from 'vitest';
import { openLogMemory } from './log-memory.ts';
import { createLogSentinel } from './log-sentinel.ts';

/** A browser whose storage is full or switched off. */
const refusing = {
  getItem: (): string | null => null,
  setItem: (): void => {
    throw new DOMException('full', 'QuotaExceededError');
  },
  removeItem: (): void => undefined,
};
const receipt = { index: 0, leaf: 'x', checkpoint: 'no checkpoint at all', size: 1, hashes: [] };

describe('createLogSentinel', () => {
  it('shows and reports an alarm where the browser keeps nothing', async () => {
    const reported: string[] = [];
    const sentinel = createLogSentinel(openLogMemory(refusing));
    sentinel.connect(async (path) => {
      if (path === '/v1/audit/alarms') {
        reported.push(path);
        return { status: 201, text: '{}' };
      }
      return {
        status: 200,
        text: path.endsWith('/key') ? 'confidant/00000000+00000000+AAAA\n' : 'no checkpoint at all\n',
      };
    });
    await sentinel.see(receipt);
    await sentinel.see(receipt);
    expect(sentinel.alarm.value).toBeDefined();
    expect(reported).toHaveLength(1);
  });
});

describe('openLogMemory', () => {
  it('holds what the browser does not keep until the page closes', () => {
    const memory = openLogMemory(refusing);
    memory.keep({ vkey: 'v', note: 'n' });
    memory.noteReported();
    expect(memory.find()).toEqual({ vkey: 'v', note: 'n' });
    expect(memory.isReported()).toBe(true);
    memory.forget();
    expect([memory.find(), memory.isReported()]).toEqual([undefined, false]);
  });
});
