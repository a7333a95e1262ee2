/** Something took longer than it may. Its code stands in the record like any other fault. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  readonly code = 'deadline-passed';

  constructor(ms: number) {
    super(`Cannot wait any longer: ${ms} ms have passed`);
  }
}

/**
 * Waits for `work` at most `ms` milliseconds, and no longer than the signal of the caller. Then the work's own signal is
 * aborted, and the wait is over at once, whether or not the work takes notice.
 *
 * @throws {DeadlinePassed}, the reason of `outer`, and whatever the work throws in time
 */
export async function withinDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  outer?.throwIfAborted();
  const { promise: ended, reject } = withReject();
  // The wait ends first: whatever the work makes of its signal comes too late.
  const end = (reason: unknown): void => {
    reject(reason);
    stop.abort(reason);
  };
  const timer = setTimeout(() => end(new DeadlinePassed(ms)), ms);
  const leave = (): void => end(outer?.reason);
  outer?.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work(stop.signal), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', leave);
  }
}

/** Waits for `work` until the signal is aborted, and then rejects with its reason, whether or not the work takes notice. */
export async function whileWanted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  signal.throwIfAborted();
  const { promise: left, reject } = withReject();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work(), left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** A promise that is only ever rejected, and the way to do it. */
function withReject(): { readonly promise: Promise<never>; readonly reject: (reason: unknown) => void } {
  const rejects: ((reason: unknown) => void)[] = [];
  const promise = new Promise<never>((_resolve, reject) => rejects.push(reject));
  return { promise, reject: (reason) => rejects[0]?.(reason) };
}
