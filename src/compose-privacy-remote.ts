import { z } from 'zod';
import { createAsk, readAdminKey } from './compose-ask-appliance.ts';
import type { Environment } from './config/read-environment.ts';
import { certificateSchema, holdSchema, retentionSchema } from './http/schemas/subject-schemas.ts';
import { type SubjectCommands, toSubjectCopy } from './pipeline/subjects/subject-commands.ts';
import { dataClasses } from './policy/data-classes.ts';
import { parseSignedCertificate } from './privacy/erasure-certificate.ts';

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
