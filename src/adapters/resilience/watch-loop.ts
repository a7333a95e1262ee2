import { monitorEventLoopDelay } from 'node:perf_hooks';

export type LoopState = 'ready' | 'slow';

export interface LoopWatch {
  state(): LoopState;
  close(): void;
}

const EVERY_MS = 1_000;
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e6;
/** A 99th percentile above this, window after window, keeps health checks and staff waiting. */
const SLOW_MS = 250;
/** One long pause of the collector is no illness. */
const WINDOWS = 3;

/** Watches how late the event loop is; everything the server does waits for it. */
export function watchLoop(onChange: (state: LoopState) => void, everyMs: number = EVERY_MS): LoopWatch {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let state: LoopState = 'ready';
  let slowWindows = 0;
  const timer = setInterval(() => {
    const lateMs = delay.percentile(99) / NANOSECONDS - RESOLUTION_MS;
    delay.reset();
    slowWindows = lateMs > SLOW_MS ? slowWindows + 1 : 0;
    const next = slowWindows >= WINDOWS ? 'slow' : 'ready';
    if (next === state) return;
    state = next;
    onChange(next);
  }, everyMs);
  timer.unref();
  return {
    state: () => state,
    close: () => {
      clearInterval(timer);
      delay.disable();
    },
  };
}
