import { ModelError } from '../model-error.ts';
import { PartFile } from '../part-file.ts';

/** A file the pull still needs. `sha256` is null until an operator's first pull pins it. */
export interface WantedFile {
  readonly path: string;
  readonly destination: string;
  readonly sha256: string | null;
  readonly bytes: number | null;
}

/** What a source is asked for, and whom it tells. */
export interface FetchTask {
  readonly wanted: readonly WantedFile[];
  /** An empty folder for whole archives; the caller removes it. */
  readonly scratch: string;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of a file that are on disk so far. */
  readonly onBytes: (path: string, bytes: number) => void;
  /** The file is whole and in its place. */
  readonly onPlaced: (file: WantedFile, placed: { readonly sha256: string; readonly bytes: number }) => Promise<void>;
}

/**
 * A place model files come from.
 *
 * - `fetch` places what it has of the wanted files through `onPlaced`, in any order, and may leave out others.
 * - It throws with one readable line; files placed before that stay.
 */
export interface FileSource {
  readonly kind: string;
  readonly needsNetwork: boolean;
  /** Whether it may have the file. */
  offers(file: WantedFile): boolean;
  fetch(task: FetchTask): Promise<void>;
}

/**
 * Streams a file into a part beside its destination and renames it into place when its hash is right.
 *
 * @throws {ModelError} `model-corrupt` after deleting what came, `cancelled`
 */
export async function placeFile(file: WantedFile, chunks: AsyncIterable<Uint8Array>, task: FetchTask): Promise<void> {
  if (file.sha256 === null) throw new ModelError('model-unavailable', `"${file.path}" has no pinned sha256 yet`);
  const part = await PartFile.open(file.destination, { resume: false });
  try {
    for await (const chunk of chunks) {
      if (task.signal?.aborted) throw new ModelError('cancelled', 'Pull was cancelled');
      if (file.bytes !== null && part.size + chunk.length > file.bytes) {
        throw new ModelError('model-corrupt', `"${file.path}" has more than the expected ${file.bytes} bytes`);
      }
      await part.write(chunk);
      task.onBytes(file.path, part.size);
    }
    await part.commit({ sha256: file.sha256, bytes: file.bytes });
  } finally {
    await part.discard();
  }
  await task.onPlaced(file, { sha256: file.sha256, bytes: part.size });
}
