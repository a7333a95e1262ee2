import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config/config-error.ts';
import { type Environment, readSecret } from './config/read-environment.ts';
import { parseJson } from './conversation/parse-json.ts';
import { certificateSchema, holdSchema, retentionSchema } from './http/schemas/subject-schemas.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import { type SubjectCommands, toSubjectCopy } from './pipeline/subjects/subject-commands.ts';
import { dataClasses } from './policy/data-classes.ts';
import { parseSignedCertificate } from './privacy/erasure-certificate.ts';

/** Where the key of an administrator is looked for when `keys.json` was deleted, as it should be. */
const ADMIN_KEY = 'CONFIDANT_SECRET_ADMIN_KEY';

const keysSchema = z.object({ admin: z.string() });
const problemSchema = z.object({ code: z.string(), detail: z.string() });
const copySchema = z.object({
  bundle: z.looseObject({
    subject: z.string(),
    exportedAt: z.string(),
    records: z.record(z.string(), z.array(z.unknown())),
  }),
  page: z.string(),
});
const reportSchema = retentionSchema.extend({
  purges: z.array(retentionSchema.shape.purges.element.extend({ class: z.enum(dataClasses) })),
});

/**
 * Speaks to the appliance that runs on the data folder, with the key of an administrator.
 *
 * @throws {ConfigError} `admin-key-missing`
 */
export function openRemoteSubjects(environment: Environment): SubjectCommands {
  const ask = createAsk(environment, readAdminKey(environment.data));
  return {
    export: async (reference) => {
      const { bundle, page } = copySchema.parse(await ask('POST', `${pathOf(reference)}/export`, {}));
      return toSubjectCopy({ ...bundle, page, json: JSON.stringify(bundle, null, 2) });
    },
    erase: async (reference) => {
      const answer = certificateSchema.parse(await ask('DELETE', pathOf(reference)));
      return parseSignedCertificate(JSON.stringify(answer));
    },
    hold: async (reference, reason) => holdSchema.parse(await ask('POST', `${pathOf(reference)}/hold`, { reason })),
    release: async (reference) => holdSchema.parse(await ask('DELETE', `${pathOf(reference)}/hold`)),
    retain: async (wish) => reportSchema.parse(await ask('POST', '/v1/retention', wish)),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function pathOf(reference: string): string {
  return `/v1/subjects/${encodeURIComponent(reference)}`;
}

export function readAdminKey(data: string): string {
  const secret = readSecret(ADMIN_KEY);
  if (secret !== undefined) return secret;
  const file = join(data, 'keys.json');
  const keys = existsSync(file) ? keysSchema.safeParse(parseJson(readFileSync(file, 'utf8'))).data : undefined;
  if (keys !== undefined) return keys.admin;
  const what = `An appliance runs on "${data}", and it answers an admin key alone: set ${ADMIN_KEY} to one`;
  throw new ConfigError('admin-key-missing', what);
}

export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

/** Calls the appliance that listens where the environment says. @throws {ConfigError} `appliance-unreachable`, `admin-key-missing` */
export function createAsk({ host, port }: Environment, key: string): Ask {
  // An appliance that listens everywhere listens here too.
  const address = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
  return async function askAppliance(method, path, body) {
    const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
    const response = await fetch(`${address}${path}`, init).catch((cause: unknown) => {
      const what = `An appliance runs on this data folder and does not answer at ${address}: set CONFIDANT_HOST and CONFIDANT_PORT to its own`;
      throw new ConfigError('appliance-unreachable', what, { cause });
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw toFault(problemSchema.parse(answer), path);
    return answer;
  };
}

/** The fault the appliance answered, as it is thrown where none runs. */
function toFault({ code, detail }: z.infer<typeof problemSchema>, path: string): Error {
  if (code === 'not-found' && path.startsWith('/v1/subjects/')) return new ApplianceError('subject-not-found', detail);
  if (code === 'subject-held') return new ApplianceError(code, detail);
  if (code !== 'unauthorized' && code !== 'not-found') return new Error(`The appliance answered "${code}": ${detail}`);
  return new ConfigError('admin-key-missing', `The appliance does not take this key: set ${ADMIN_KEY} to an admin key`);
}
