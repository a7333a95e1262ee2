import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { dataMap, subjectTables } from './data-map.ts';
import type { Erasure } from './subject-store.ts';

const FORMAT = 'confidant.erasure/v1';

const whole = z.int().nonnegative();
const certificateSchema = z.object({
  format: z.literal(FORMAT),
  id: z.string(),
  subject: z.string(),
  requestedAt: z.string(),
  erasedAt: z.string(),
  by: z.object({ role: z.string(), key: z.string() }),
  /** Deleted rows by class of data; the data key is one of class `original`. */
  erased: z.array(z.object({ class: z.string(), how: z.enum(['row-deleted', 'key-destroyed']), records: whole })),
  /** What stays, and why it may. */
  kept: z.array(z.object({ table: z.string(), purpose: z.string() })),
  /** False where the store is so large that its pages are written anew at the next start. */
  pagesRewritten: z.boolean(),
  /** Where the erasure stands in the log. */
  log: z.object({ index: whole, leaf: z.string(), checkpoint: z.string() }),
});
const signedSchema = z.object({ certificate: certificateSchema, note: z.string() });

/** What a customer gets as proof that nothing of theirs is left. Names a pseudonym, never a person. */
export type ErasureCertificate = z.infer<typeof certificateSchema>;
/** `note` is the certificate as a signed note (C2SP signed-note), by the key of the log. */
export type SignedCertificate = z.infer<typeof signedSchema>;

/** Reads a certificate this appliance stored. @throws {ZodError} where it is none */
export function parseSignedCertificate(text: string): SignedCertificate {
  return signedSchema.parse(parseJson(text));
}

interface Sealed {
  readonly erasedAt: string;
  readonly log: ErasureCertificate['log'];
}

export function toCertificate(erasure: Erasure, { erasedAt, log }: Sealed): ErasureCertificate {
  const { id, subject, at, by, hadKey, records, rewritten } = erasure;
  const key = hadKey ? [{ class: 'original', how: 'key-destroyed' as const, records: 1 }] : [];
  return {
    format: FORMAT,
    id,
    subject,
    requestedAt: at,
    erasedAt,
    by,
    erased: [...key, ...countByClass(records)],
    kept: subjectTables()
      .filter(([, use]) => use.erased === 'kept')
      .map(([table, { purpose }]) => ({ table, purpose })),
    pagesRewritten: rewritten,
    log,
  };
}

/** The text that is signed: a line that says what it is, so that it can pass for no checkpoint, and the certificate. */
export function toCertificateText(certificate: ErasureCertificate): string {
  return `${FORMAT}\n${JSON.stringify(certificate)}\n`;
}

function countByClass(records: Erasure['records']): ErasureCertificate['erased'] {
  const sums = new Map<string, number>();
  for (const [table, count] of Object.entries(records)) {
    const name = dataMap[table]?.dataClass ?? 'none';
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].map(([name, count]) => ({ class: name, how: 'row-deleted', records: count }));
}
