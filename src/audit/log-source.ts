import { parseJson } from '../conversation/parse-json.ts';
import { AuditError } from './audit-error.ts';
import type { LogSource } from './log-watch.ts';

/** An answer of the appliance, whatever its status. */
export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * The log of an appliance behind its API. `get` asks for a path such as `/v1/audit/key` with the caller's own key, and
 * rejects where no answer comes.
 *
 * Calls of the source reject with {@link AuditError} `log-unreachable` for every status that says nothing about the log.
 */
export function createLogSource(get: (path: string) => Promise<TextAnswer>): LogSource {
  async function read(path: string): Promise<string> {
    const { status, text } = await get(path);
    if (status !== 200) throw unreachable(status);
    return text;
  }

  return {
    key: () => read('/v1/audit/key'),
    checkpoint: () => read('/v1/audit/checkpoint'),
    async consistency(from, to) {
      const { status, text } = await get(`/v1/audit/proof/consistency?from=${from}&to=${to}`);
      // Both sizes were signed: an appliance that knows nothing of them is not out of reach.
      if (status === 404) return undefined;
      if (status !== 200) throw unreachable(status);
      return readHashes(text);
    },
  };
}

function readHashes(text: string): readonly string[] | undefined {
  try {
    const proof = parseJson(text);
    if (typeof proof !== 'object' || proof === null || !('hashes' in proof) || !Array.isArray(proof.hashes)) {
      return undefined;
    }
    const hashes: readonly unknown[] = proof.hashes;
    return hashes.every((hash) => typeof hash === 'string') ? hashes : undefined;
  } catch {
    return undefined;
  }
}

function unreachable(status: number): AuditError {
  return new AuditError('log-unreachable', `Cannot read the log: the appliance answers with status ${status}`);
}
