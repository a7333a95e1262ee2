import { statfs } from 'node:fs/promises';

/** `low`: what is left is kept for handing over. `full`: for what people do; no conversation goes on. */
export type DiskState = 'ready' | 'low' | 'full';

export interface DiskWatch {
  state(): DiskState;
  close(): void;
}

export interface DiskLimits {
  /** Free bytes below which a state begins; 0 turns it off. */
  readonly lowBytes: number;
  readonly fullBytes: number;
}

interface DiskWatchOptions extends DiskLimits {
  /** Any folder of the disk. */
  readonly path: string;
  readonly onChange: (state: DiskState) => void;
  readonly everyMs?: number;
  readonly freeBytesOf?: (path: string) => Promise<number>;
}

/** How often is looked: one call of the system beside the event loop. */
const EVERY_MS = 1_000;
/** A state ends only where there is a quarter more than it begins at: otherwise it would come and go with every turn. */
const BACK_AT = 1.25;

/** Watches the free space of a disk, so that the appliance stops taking work before the store fails. */
export async function watchDisk(options: DiskWatchOptions): Promise<DiskWatch> {
  const { path, onChange, everyMs = EVERY_MS, freeBytesOf = freeSpaceOf } = options;
  let state: DiskState = 'ready';
  let isLooking = false;
  const look = async (): Promise<void> => {
    // A disk that hangs is asked once: each question holds a thread that the store needs too.
    if (isLooking) return;
    isLooking = true;
    const free = await freeBytesOf(path).catch(() => null);
    isLooking = false;
    // A disk that cannot be asked says nothing, and the door stays as it is: a full one is not opened by an error.
    if (free === null) return;
    const next = diskStateFor(free, state, options);
    if (next === state) return;
    state = next;
    onChange(next);
  };
  await look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { state: () => state, close: () => clearInterval(timer) };
}

/** The state at `free` bytes, coming from `before`. */
export function diskStateFor(free: number, before: DiskState, { lowBytes, fullBytes }: DiskLimits): DiskState {
  if (free < fullBytes * (before === 'full' ? BACK_AT : 1)) return 'full';
  return free < lowBytes * (before === 'ready' ? 1 : BACK_AT) ? 'low' : 'ready';
}

async function freeSpaceOf(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
