import { z } from 'zod';
import { dataClassesSchema } from './data-classes.ts';
import { findShapeFault } from './identifier-shape.ts';
import { checkMemoryPurposes, memorySchema, purposesSchema, releasesSchema } from './purposes-schema.ts';
import { revealSchema } from './reveal-schema.ts';
import { id, sentence } from './schema-parts.ts';

/** Numbers the organisation gave out itself; see {@link findShapeFault} for the notation of a pattern. */
const identifier = z.strictObject({
  id,
  type: z.enum(['REFERENCE', 'ACCOUNT', 'NATIONAL_ID', 'HEALTH_ID', 'USERNAME', 'VEHICLE']).default('REFERENCE'),
  pattern: z.string().superRefine((shape, context) => {
    const fault = findShapeFault(shape);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  }),
  /** Words of which one stands shortly before the value; left out, the shape is enough. */
  context: z.array(sentence).default([]),
  examples: z.array(z.strictObject({ text: sentence, value: sentence })).min(1),
  not: z.array(sentence).min(1),
});

const keepable = [
  'ORGANIZATION',
  'PLACE',
  'NRP',
  'TITLE',
  'AGE',
  'DATE',
  'DOMAIN',
  'POSTCODE',
  'IP',
  'MAC',
  'VEHICLE',
  'REFERENCE',
] as const;

/** `privacy.yaml`: what is personal, what it is used for, who may see it and what is remembered. */
export const privacySchema = z
  .strictObject({
    defaultCountry: z.string().length(2),
    /** The organisation's own numbers and addresses: not personal data. */
    ours: z.array(sentence).default([]),
    /** Kinds that are found but stay readable in conversations; identifiers and names never do. */
    kept: z.array(z.enum(keepable)).default([]),
    identifiers: z.array(identifier).default([]),
    /** What becomes of a document with personal data in it: taken in and told, or not taken in. */
    knowledge: z.enum(['report', 'refuse']).default('report'),
    basis: z.string(),
    /** Lawful basis, purposes and longest time of each kind of personal data. */
    classes: dataClassesSchema,
    reveal: revealSchema,
    purposes: purposesSchema,
    memory: memorySchema,
    releases: releasesSchema,
  })
  .superRefine((privacy, context) => {
    for (const { path, message } of checkMemoryPurposes(privacy))
      context.addIssue({ code: 'custom', path: [...path], message });
  });
