import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A small disk of its own, in memory. */
export interface SmallDisk {
  readonly path: string;
  /** Takes every byte that is left. */
  fill(): void;
  /** Gives them back. */
  giveBack(): void;
  /** Lets nothing be written, or everything again. */
  setReadOnly(readOnly: boolean): void;
  remove(): void;
}

const CHUNK = Buffer.alloc(65_536, 1);

/** Why no disk can be mounted here, or undefined. */
export function reasonForNoDisk(folder: string): string | undefined {
  const probe = join(folder, 'probe');
  const mounted = mount(probe, 64);
  if (mounted !== undefined) return mounted;
  run('umount', [probe]);
  return undefined;
}

export function mountDisk(path: string, kilobytes: number): SmallDisk {
  const fault = mount(path, kilobytes);
  if (fault !== undefined) throw new Error(`Cannot mount a disk: ${fault}`);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => fillWith(ballast),
    giveBack: () => rmSync(ballast, { force: true }),
    setReadOnly: (readOnly) => {
      const { status, stderr } = run('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, path]);
      if (status !== 0) throw new Error(`Cannot change the disk: ${stderr}`);
    },
    // Lazily: a failed test may have left a file open.
    remove: () => void run('umount', ['-l', path]),
  };
}

function mount(path: string, kilobytes: number): string | undefined {
  mkdirSync(path, { recursive: true });
  const { status, stderr, error } = run('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path]);
  if (error) return 'mount is not installed';
  return status === 0 ? undefined : `mount may not be used here: ${stderr.trim().split('\n')[0]}`;
}

function run(program: string, parameters: readonly string[]) {
  return spawnSync(program, parameters, { encoding: 'utf8' });
}

function fillWith(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let size = CHUNK.length; size >= 1; size = Math.floor(size / 2)) writeUntilFull(handle, size);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writeUntilFull(handle: number, size: number): void {
  try {
    while (writeSync(handle, CHUNK, 0, size) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
