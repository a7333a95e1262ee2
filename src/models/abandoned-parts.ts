import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Parts of `destination` that no running process writes. */
async function findAbandoned(destination: string): Promise<readonly string[]> {
  const prefix = `${basename(destination)}.`;
  const names = await readdir(dirname(destination)).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix) && /^(?:\d+-[0-9a-f]{8}\.)?part$/.test(name.slice(prefix.length)))
    .filter((name) => {
      const pid = /^(\d+)-/.exec(name.slice(prefix.length))?.[1];
      return pid === undefined || !isRunning(Number(pid));
    })
    .map((name) => join(dirname(destination), name));
}

/** Removes what ended pulls of `destination` left, once it is whole. */
export async function removeAbandoned(destination: string): Promise<void> {
  for (const part of await findAbandoned(destination)) {
    await rm(part, { force: true });
    await rm(tagOf(part), { force: true });
  }
}

/** Signal 0 asks only whether the process is there; one of another user answers `EPERM`. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Renames the largest abandoned part to `part`: one rename, so of several processes one gets it. */
export async function takeOver(destination: string, part: string): Promise<boolean> {
  const found = await Promise.all(
    (await findAbandoned(destination)).map(async (file) => ({
      file,
      size: (await stat(file).catch(() => null))?.size ?? 0,
    })),
  );
  for (const { file } of found.sort((left, right) => right.size - left.size)) {
    try {
      await rename(file, part);
    } catch {
      continue; // Another process took it.
    }
    await rename(tagOf(file), tagOf(part)).catch(() => undefined);
    return true;
  }
  return false;
}

/** The file beside a part that holds the entity tag of its bytes. */
export function tagOf(part: string): string {
  return `${part}.etag`;
}
