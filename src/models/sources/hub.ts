import { setTimeout as wait } from 'node:timers/promises';
import { ModelError } from '../model-error.ts';
import { mismatchOf, PartFile } from '../part-file.ts';
import type { FetchTask, FileSource, WantedFile } from './file-source.ts';
import { HUB_IDLE_LIMIT_MS, type HubAnswer, HubInterruption, requestFile } from './hub-request.ts';

/** Tries for one file that keeps being interrupted; each goes on where the last one ended. */
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;

/** A repository of a model hub. */
export interface HubRepository {
  /** Address of the hub or of the site's mirror, without a path. */
  readonly base: string;
  readonly repo: string;
  readonly revision: string;
  /** Paths of files to paths in the repository. */
  readonly files: Readonly<Record<string, string>>;
  readonly idleLimitMs?: number;
  readonly attempts?: number;
}

/**
 * Fetches `{base}/{repo}/resolve/{revision}/{path}`, and goes on with `Range` and `If-Range` (RFC 9110, section 14) where
 * an earlier try or an earlier pull was cut. A file without a catalogue hash needs one announced by the hub.
 */
export function createHubSource(repository: HubRepository): FileSource {
  return {
    kind: 'hub',
    needsNetwork: true,
    offers: (file) => Object.hasOwn(repository.files, file.path),
    async fetch(task) {
      for (const file of task.wanted) {
        if (Object.hasOwn(repository.files, file.path)) await fetchFile(file, task, repository);
      }
    },
  };
}

interface Download {
  readonly file: WantedFile;
  readonly url: string;
  readonly part: PartFile;
  readonly task: FetchTask;
  readonly repository: HubRepository;
}

async function fetchFile(file: WantedFile, task: FetchTask, repository: HubRepository): Promise<void> {
  const url = urlOf(repository, repository.files[file.path] ?? file.path);
  const part = await PartFile.open(file.destination, { resume: true });
  try {
    const sha256 = await downloadWithRetries({ file, url, part, task, repository });
    await part.commit({ sha256, bytes: file.bytes });
    await task.onPlaced(file, { sha256, bytes: part.size });
  } finally {
    await part.leave();
  }
}

/** Answers the hash the file must have. */
async function downloadWithRetries(download: Download): Promise<string> {
  const attempts = download.repository.attempts ?? ATTEMPTS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryDownload(download);
    } catch (error) {
      if (!(error instanceof HubInterruption)) throw error;
      if (attempt >= attempts) {
        throw new ModelError('model-unavailable', `${error.message}, ${attempts} times`, { cause: error });
      }
    }
    await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal: download.task.signal });
  }
}

/** One request, to the end of its body. */
async function tryDownload({ file, url, part, task, repository }: Download): Promise<string> {
  // Whole already: the pull before was ended between the last byte and the rename.
  if (file.sha256 !== null && part.size === file.bytes) return file.sha256;

  const validator = part.validator;
  const resume = validator !== undefined && part.size > 0 ? { size: part.size, validator } : undefined;
  const answer = await requestFile({
    url,
    resume,
    idleLimitMs: repository.idleLimitMs ?? HUB_IDLE_LIMIT_MS,
    signal: task.signal,
  });
  try {
    const sha256 = expectedHash(file, answer);
    if (!goesOn(answer, part)) {
      await part.restart(strongTagOf(answer));
      // Nothing of a 416, or of a range elsewhere, is of use: ask again, from the start.
      if (answer.status !== 200) throw new HubInterruption(`"${url}" answers another range than asked for`);
    }
    for await (const chunk of answer.chunks) {
      await part.write(chunk);
      if (file.bytes !== null && part.size > file.bytes) break; // Refused by `commit`, which names both sizes.
      task.onBytes(file.path, part.size);
    }
    return sha256;
  } finally {
    answer.close();
  }
}

function expectedHash(file: WantedFile, { announced }: HubAnswer): string {
  const sha256 = file.sha256 ?? announced.linked ?? announced.etag;
  if (sha256 === undefined) {
    throw new ModelError('model-unavailable', `announces no SHA-256 for "${file.path}", so it cannot be pinned`);
  }
  // A wrong repository is refused before its first byte.
  if (announced.linked !== undefined && announced.linked !== sha256) {
    const mismatch = mismatchOf({ sha256: announced.linked, bytes: 0 }, { sha256, bytes: null });
    throw new ModelError('model-corrupt', `"${file.path}" ${mismatch}`);
  }
  return sha256;
}

/** Whether the body continues the part: the only answer to a range that does (RFC 9110, section 15.3.7). */
function goesOn(answer: HubAnswer, part: PartFile): boolean {
  const start = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return answer.status === 206 && part.size > 0 && Number(start) === part.size;
}

/** Weak tags do not hold byte for byte, so they are no use to `If-Range`. */
function strongTagOf(answer: HubAnswer): string | undefined {
  const tag = answer.headers.get('etag');
  return tag?.startsWith('"') ? tag : undefined;
}

function urlOf({ base, repo, revision }: HubRepository, name: string): string {
  const path = [...repo.split('/'), 'resolve', revision, ...name.split('/')].map(encodeURIComponent).join('/');
  return `${base.replace(/\/+$/, '')}/${path}`;
}
