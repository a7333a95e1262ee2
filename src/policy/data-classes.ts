import { z } from 'zod';
import { lawfulBasis } from './lawful-basis.ts';

/** Kinds of personal data, each with one limit. `privacy/data-map.ts` says in which column each lies. */
export const dataClasses = [
  /** What was written and said, with placeholders; handovers, replies of people, actions. */
  'conversation',
  /** The values behind placeholders, and who the customer is. */
  'original',
  'feedback',
  /** First answers to calls, so that a repeat gets the same one. */
  'replay',
  /** Counts that keep limits, by keyed hash. */
  'counter',
  'memory',
  'consent',
  /** Requests of customers about their data, and what was done. */
  'request',
  /** Copies made for customers who asked for theirs. */
  'export',
] as const;
export type DataClass = (typeof dataClasses)[number];

/** Why data of a class is kept, what for, and how long at most. */
function classSchema(basis: z.infer<typeof lawfulBasis>, keepDays: number, ...purposes: string[]) {
  return z
    .strictObject({
      basis: lawfulBasis.default(basis),
      purposes: z.array(z.string().regex(/^[a-z][a-z-]*$/)).default(purposes),
      keepDays: z.int().min(1).max(36_500).default(keepDays),
    })
    .prefault({});
}

/** What is in force where `privacy.yaml` names no class. */
export const dataClassesSchema = z
  .strictObject({
    conversation: classSchema('contract', 180, 'answering', 'handover'),
    original: classSchema('contract', 90, 'answering', 'handover', 'actions'),
    feedback: classSchema('legitimate-interests', 180, 'quality'),
    replay: classSchema('contract', 2, 'reliability'),
    counter: classSchema('legitimate-interests', 1, 'security'),
    // Nothing is remembered without a purpose in `purposes`, and those are the operator's.
    memory: classSchema('consent', 365),
    consent: classSchema('legal-obligation', 1_095, 'accountability'),
    request: classSchema('legal-obligation', 1_095, 'accountability'),
    export: classSchema('legal-obligation', 30, 'access'),
  } satisfies Record<DataClass, z.ZodType>)
  .prefault({});

export type DataClassPolicy = z.infer<typeof dataClassesSchema>;
