import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config/config-error.ts';
import { type Environment, readSecret } from './config/read-environment.ts';
import { parseJson } from './conversation/parse-json.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';

/** Where the key of an administrator is looked for when `keys.json` was deleted, as it should be. */
const ADMIN_KEY = 'CONFIDANT_SECRET_ADMIN_KEY';
/** The longest call erases a customer from a large store. */
const PATIENCE_MS = 600_000;

const keysSchema = z.object({ admin: z.string() });
const problemSchema = z.object({ code: z.string(), detail: z.string() });

/** @throws {ConfigError} `admin-key-missing` */
export function readAdminKey(data: string): string {
  const secret = readSecret(ADMIN_KEY);
  if (secret !== undefined) return secret;
  const file = join(data, 'keys.json');
  const keys = existsSync(file) ? keysSchema.safeParse(parseJson(readFileSync(file, 'utf8'))).data : undefined;
  if (keys !== undefined) return keys.admin;
  const what = `Cannot ask the appliance without an admin key, and "${file}" has none: set ${ADMIN_KEY} to one`;
  throw new ConfigError('admin-key-missing', what);
}

/** One call; answers the JSON that came back. @throws {ConfigError | ApplianceError} */
export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

/** Calls the appliance that listens where the environment says. @throws {ConfigError} `appliance-unreachable`, `admin-key-missing` */
export function createAsk({ host, port }: Environment, key: string): Ask {
  // An appliance that listens everywhere listens here too.
  const address = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
  const unreachable = (why: string, cause: unknown): ConfigError => {
    const next = 'start it, or set CONFIDANT_HOST and CONFIDANT_PORT to its address';
    return new ConfigError('appliance-unreachable', `${why} at ${address}: ${next}`, { cause });
  };
  return async function askAppliance(method, path, body) {
    const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const init = body ? { method, headers, signal, body: JSON.stringify(body) } : { method, headers, signal };
    const response = await fetch(`${address}${path}`, init).catch((cause: unknown) => {
      throw unreachable('No appliance answers', cause);
    });
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw unreachable('Something else than an appliance answers', cause);
    });
    if (response.ok) return answer;
    const problem = problemSchema.safeParse(answer);
    throw problem.success
      ? toFault(problem.data, path)
      : unreachable('Something else than an appliance answers', problem);
  };
}

/** The fault the appliance answered, as it is thrown where none runs. */
function toFault({ code, detail }: z.infer<typeof problemSchema>, path: string): Error {
  if (code === 'not-found' && path.startsWith('/v1/subjects/')) return new ApplianceError('subject-not-found', detail);
  if (code === 'subject-held') return new ApplianceError(code, detail);
  if (code !== 'unauthorized' && code !== 'not-found') return new Error(`The appliance answered "${code}": ${detail}`);
  return new ConfigError('admin-key-missing', `The appliance does not take this key: set ${ADMIN_KEY} to an admin key`);
}
