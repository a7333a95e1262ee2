import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './abandoned-parts.ts';
import type { CatalogueModel } from './catalogue.ts';
import { ModelError } from './model-error.ts';
import type { FetchTask, FileSource, WantedFile } from './sources/file-source.ts';

/** How far a pull is. `bytes` and `totalBytes` are of one file; both are absent while a tool fetches a whole archive. */
export interface PullProgress {
  readonly model: string;
  readonly source: string;
  readonly path?: string;
  readonly bytes?: number;
  readonly totalBytes?: number;
}

/** What one pull did. */
export interface PullReport {
  /** Where each file came from: `models` when it was there already, else the kind of source. */
  readonly origins: Readonly<Record<string, string>>;
  /** One line for each source that was tried in vain or skipped. */
  readonly failures: readonly string[];
}

/** Everything one pull needs. */
export interface Pull {
  readonly model: CatalogueModel;
  /** The models directory. */
  readonly directory: string;
  /** Files that are not there, or are not right, with the lines that say so. */
  readonly wanted: readonly WantedFile[];
  /** In the order they are tried; the first that has a file wins. */
  readonly sources: readonly FileSource[];
  readonly offline: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  readonly onPlaced: FetchTask['onPlaced'];
}

/**
 * Fetches the wanted files from the first sources that have them. What a source gets wrong is refused, deleted and told
 * in one line, and the next source is tried.
 *
 * @throws {ModelError} `model-unavailable`, or `model-corrupt` when a source delivered a wrong file; every line is in the
 *   message. `cancelled`
 */
export async function pullFiles(pull: Pull): Promise<PullReport> {
  const missing = new Map(pull.wanted.map((file) => [file.path, file]));
  const origins: Record<string, string> = {};
  const failures: string[] = [];
  let isCorrupt = false;

  for (const source of pull.sources) {
    const wanted = [...missing.values()].filter((file) => source.offers(file));
    if (wanted.length === 0) continue;
    if (source.needsNetwork && pull.offline) {
      failures.push(`${source.kind}: skipped, offline`);
      continue;
    }
    try {
      await fetchFrom(source, wanted, pull, (file) => {
        origins[file.path] = source.kind;
        missing.delete(file.path);
      });
    } catch (error) {
      if (pull.signal?.aborted) throw new ModelError('cancelled', 'Pull was cancelled', { cause: error });
      if (error instanceof ModelError && error.code === 'model-corrupt') isCorrupt = true;
      failures.push(`${source.kind}: ${lineOf(error)}`);
    }
  }
  if (missing.size === 0) return { origins, failures };

  if (pull.sources.length === 0) failures.push('no source is listed, and no --from was given');
  const lines = [`Cannot pull model "${pull.model.id}": ${[...missing.keys()].join(', ')}`, ...failures];
  throw new ModelError(isCorrupt ? 'model-corrupt' : 'model-unavailable', lines.join('\n  '));
}

async function fetchFrom(
  source: FileSource,
  wanted: readonly WantedFile[],
  pull: Pull,
  onPlaced: (file: WantedFile) => void,
): Promise<void> {
  const report = { model: pull.model.id, source: source.kind };
  pull.onProgress?.(report);
  const scratch = await makeScratch(pull.directory);
  try {
    await source.fetch({
      wanted,
      scratch,
      signal: pull.signal,
      onBytes(path, bytes) {
        const totalBytes = wanted.find((file) => file.path === path)?.bytes;
        pull.onProgress?.({ ...report, path, bytes, ...(totalBytes ? { totalBytes } : {}) });
      },
      async onPlaced(file, placed) {
        await pull.onPlaced(file, placed);
        onPlaced(file);
      },
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** On the disk of the models, where the room must be anyway; what killed pulls left is removed. */
async function makeScratch(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(directory)) {
    const pid = /^\.fetch-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(directory, name), { recursive: true, force: true });
  }
  return mkdtemp(join(directory, `.fetch-${process.pid}-`));
}

function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1).join('').slice(0, 400);
}
