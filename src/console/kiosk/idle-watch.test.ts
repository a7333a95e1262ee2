import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdleWatch } from './idle-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function givenWatch(isInUse = true) {
  let resets = 0;
  const watch = createIdleWatch({
    now: () => Date.now(),
    isInUse: () => isInUse,
    onIdle: () => {
      resets += 1;
    },
  });
  return { watch, resets: () => resets };
}

describe('createIdleWatch', () => {
  it('warns after two and a half minutes and clears after three', () => {
    const { watch, resets } = givenWatch();
    vi.advanceTimersByTime(149_000);
    expect(watch.secondsLeft.value).toBeUndefined();
    vi.advanceTimersByTime(1_000);
    expect(watch.secondsLeft.value).toBe(30);
    vi.advanceTimersByTime(29_000);
    expect(watch.secondsLeft.value).toBe(1);
    expect(resets()).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(watch.secondsLeft.value).toBeUndefined();
    expect(resets()).toBe(1);
  });

  it('starts again with every touch', () => {
    const { watch, resets } = givenWatch();
    vi.advanceTimersByTime(140_000);
    watch.noteActivity();
    vi.advanceTimersByTime(140_000);
    expect(watch.secondsLeft.value).toBeUndefined();
    expect(resets()).toBe(0);
  });

  it('wants a decision once it has warned', () => {
    const { watch } = givenWatch();
    vi.advanceTimersByTime(160_000);
    watch.noteActivity();
    vi.advanceTimersByTime(1_000);
    expect(watch.secondsLeft.value).toBe(19);
    watch.stay();
    vi.advanceTimersByTime(100_000);
    expect(watch.secondsLeft.value).toBeUndefined();
  });

  it('leaves a screen nobody used alone', () => {
    const { watch, resets } = givenWatch(false);
    vi.advanceTimersByTime(1_000_000);
    expect(watch.secondsLeft.value).toBeUndefined();
    expect(resets()).toBe(0);
  });

  it('clears at once when the device slept through the limit', () => {
    const { resets } = givenWatch();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1_000);
    expect(resets()).toBe(1);
  });
});
