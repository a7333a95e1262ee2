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
  let end: (reason: unknown) => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = (reason) => {
      reject(reason);
      stop.abort(reason);
    };
  });
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
