import { z } from 'zod';
import { factKinds } from '../conversation/memory-fact.ts';
import { lawfulBasis } from './lawful-basis.ts';
import { id, phrase, sentence, wording } from './schema-parts.ts';

const days = z.number().int().min(1).max(3_650);

/** What personal data may be used for. Only what rests on consent is asked, and only that can be withdrawn. */
const purposeSchema = z.strictObject({
  id,
  title: sentence,
  basis: lawfulBasis,
  /** What the subject is told; another version asks again, because a consent holds for the words it was given to. */
  notice: z.strictObject({ version: sentence, text: wording }),
  /** Longest time anything is kept for it; a shorter one that the subject chose wins. */
  keepDays: days,
  /** De-identified conversations may leave the appliance for it. */
  export: z.boolean().default(false),
});
export type Purpose = z.infer<typeof purposeSchema>;

export const purposesSchema = z
  .array(purposeSchema)
  .refine((purposes) => new Set(purposes.map((one) => one.id)).size === purposes.length, 'names an id twice')
  .default([]);

const phrases = z.array(phrase).min(1);

const factSchema = z.strictObject({
  kind: z.enum(factKinds),
  purpose: id,
  keepDays: days,
  /** Who may be told beside the subject: `assistant` is the path of a message. */
  readers: z.array(z.enum(['assistant', 'agent', 'reviewer', 'admin', 'auditor'])),
  /** Value → phrases a customer says it in. For needs. */
  words: z.record(id, phrases).default({}),
  /** Operation of `actions.yaml` → the product it shows that the customer holds. */
  operations: z.record(id, id).default({}),
});
export type FactPolicy = z.infer<typeof factSchema>;

/** Kinds that are remembered; one that is not named here is not. */
export const memorySchema = z.strictObject({ facts: z.array(factSchema) }).default({ facts: [] });

/** Noise on counts that leave the appliance, and how much may be told of everybody together. */
export const releasesSchema = z
  .strictObject({
    /** ε of one release, in thousandths: integers, because the mechanism computes with them exactly. */
    epsilonThousandths: z.number().int().min(1).max(10_000),
    /** ε of all releases of a year together, in thousandths. */
    yearlyThousandths: z.number().int().min(1).max(100_000),
    /** Counts that come out smaller are not told. */
    minimumGroup: z.number().int().min(2).max(10_000),
    /** Groups one subject may count in. */
    groupsPerSubject: z.number().int().min(1).max(20),
  })
  .default({ epsilonThousandths: 500, yearlyThousandths: 3_000, minimumGroup: 10, groupsPerSubject: 1 });

/** What a consent must be there for rests on consent: anything else would make the question a pretence. */
export function checkMemoryPurposes(privacy: {
  readonly purposes: readonly Purpose[];
  readonly memory: { readonly facts: readonly FactPolicy[] };
}): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  return privacy.memory.facts.flatMap((fact, index) => {
    const purpose = privacy.purposes.find((one) => one.id === fact.purpose);
    const path = ['memory', 'facts', index, 'purpose'];
    if (purpose === undefined) return [{ path, message: `there is no purpose "${fact.purpose}"` }];
    return purpose.basis === 'consent' ? [] : [{ path, message: `purpose "${fact.purpose}" does not ask for consent` }];
  });
}
