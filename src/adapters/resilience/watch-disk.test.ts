import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type DiskState, diskStateFor, watchDisk } from './watch-disk.ts';

const limits = { lowBytes: 1_000, fullBytes: 100 };

describe('diskStateFor', () => {
  it.each<[number, DiskState, DiskState]>([
    [1_000, 'ready', 'ready'],
    [999, 'ready', 'low'],
    [1_249, 'low', 'low'],
    [1_250, 'low', 'ready'],
    [99, 'low', 'full'],
    [124, 'full', 'full'],
    [125, 'full', 'low'],
    [5_000, 'full', 'ready'],
  ])('is, with %i bytes free after %s, %s', (free, before, state) => {
    expect(diskStateFor(free, before, limits)).toBe(state);
  });

  it('is always ready where the limits are off', () => {
    expect(diskStateFor(0, 'ready', { lowBytes: 0, fullBytes: 0 })).toBe('ready');
  });
});

describe('watchDisk', () => {
  it('knows the state before the first call, tells every change, and comes back by itself', async () => {
    const told: DiskState[] = [];
    let free = 50;
    const freeBytesOf = async (): Promise<number> => free;
    const onChange = (state: DiskState): void => void told.push(state);
    const watch = await watchDisk({ ...limits, path: '/', onChange, everyMs: 1, freeBytesOf });
    expect(watch.state()).toBe('full');
    free = 5_000;
    for (let tries = 0; tries < 500 && watch.state() !== 'ready'; tries += 1) await pause(1);
    watch.close();
    expect(told).toEqual(['full', 'ready']);
  });

  it('asks the disk itself', async () => {
    const all = { lowBytes: Number.MAX_SAFE_INTEGER, fullBytes: Number.MAX_SAFE_INTEGER };
    const watch = await watchDisk({ ...all, path: tmpdir(), onChange: () => undefined });
    watch.close();
    expect(watch.state()).toBe('full');
  });

  it.each<DiskState>(['full', 'low'])('stays "%s" while the disk cannot be asked', async (state) => {
    const disk = { asked: 0 };
    const freeBytesOf = async (): Promise<number> => {
      disk.asked += 1;
      if (disk.asked > 1) throw new Error('EIO');
      return state === 'full' ? 50 : 500;
    };
    const watch = await watchDisk({ ...limits, path: '/', onChange: () => undefined, everyMs: 1, freeBytesOf });
    for (let tries = 0; tries < 500 && disk.asked < 4; tries += 1) await pause(1);
    watch.close();
    expect([disk.asked >= 4, watch.state()]).toEqual([true, state]);
  });

  it('does not ask again while the disk owes an answer', async () => {
    let asked = 0;
    const freeBytesOf = (): Promise<number> => {
      asked += 1;
      return asked === 1 ? Promise.resolve(5_000) : new Promise(() => undefined);
    };
    const watch = await watchDisk({ ...limits, path: '/', onChange: () => undefined, everyMs: 1, freeBytesOf });
    await pause(50);
    watch.close();
    expect(asked).toBe(2);
  });

  it('takes a disk that could never be asked for one with room', async () => {
    const watch = await watchDisk({ ...limits, path: '/nowhere/at/all', onChange: () => undefined });
    watch.close();
    expect(watch.state()).toBe('ready');
  });
});
