import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

/**
 * Every call by which a commit touches a file: what SQLite makes of one, and nothing of what Node itself does. Locks are left
 * out: one that is never given back keeps nobody out but another process.
 */
const FILE_CALLS = 'pread64,pwrite64,fsync,fdatasync,openat,ftruncate,fallocate,unlink,newfstatat,fstat';

const STRACE = 'strace';

/** How one file call ends: with an error number, or with the end of the process. */
export type InjectedFault = 'EIO' | 'ENOSPC' | 'KILL';

/** Why no fault can be injected here, or undefined. */
export function reasonForNoInjection(): string | undefined {
  const probe = spawnSync(STRACE, ['-e', 'inject=fsync:error=EIO:when=1', 'true'], { encoding: 'utf8' });
  if (probe.error) return 'strace is not installed';
  return probe.status === 0 ? undefined : `strace may not trace here: ${probe.stderr.trim().split('\n')[0]}`;
}

/** One file call of many: the `nth` of its name, counted from 1. */
export interface FileCall {
  readonly name: string;
  readonly nth: number;
  /** Last part of its path; empty where it names none. */
  readonly file: string;
}

interface Traced {
  readonly pid: number;
  /** Where to note what was traced. */
  readonly file: string;
}

/** The file calls of a running process's main thread while `work` goes on, in their order. */
export async function traceFileCalls(traced: Traced, work: () => Promise<unknown>): Promise<readonly FileCall[]> {
  const { trace } = await underTracer(traced, ['-e', `trace=${FILE_CALLS}`], work);
  return fileCallsOf(trace);
}

/** Lets one file call fail while `work` goes on. Answers what `work` answered, and whether there was such a call. */
export async function withFault<T>(
  { fault, call, ...traced }: Traced & { readonly fault: InjectedFault; readonly call: FileCall },
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly failed: boolean }> {
  const effect = fault === 'KILL' ? 'signal=KILL' : `error=${fault}`;
  const inject = `inject=${call.name}:${effect}:when=${call.nth}`;
  const { answer, trace } = await underTracer(traced, ['-e', `trace=${call.name}`, '-e', inject], work);
  return { answer, failed: trace.includes(fault === 'KILL' ? 'killed by SIGKILL' : '(INJECTED)') };
}

async function underTracer<T>(
  { pid, file }: Traced,
  filter: readonly string[],
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly trace: string }> {
  const tracer = spawn(STRACE, ['-y', '-s', '0', '-p', String(pid), ...filter, '-o', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => void tracer.once('close', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      tracer.stderr.setEncoding('utf8').on('data', (text: string) => text.includes('attached') && resolve());
      tracer.once('error', reject);
      void ended.then(() => reject(new Error('Cannot trace: strace ended')));
    });
    const answer = await work();
    tracer.kill('SIGINT');
    await ended;
    return { answer, trace: readFileSync(file, 'utf8') };
  } finally {
    tracer.kill('SIGINT');
    await ended;
    rmSync(file, { force: true });
  }
}

function fileCallsOf(trace: string): readonly FileCall[] {
  const counts = new Map<string, number>();
  return trace.split('\n').flatMap((line) => {
    const name = /^(\w+)\(/u.exec(line)?.[1];
    if (name === undefined) return [];
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return [{ name, nth, file: /\/([^/<>"]+)[>"]/u.exec(line)?.[1] ?? '' }];
  });
}
