import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Bytes of the random salt of a commitment, as long as the hash: nobody can try texts against it without the salt. */
export const SALT_BYTES = 32;

/** Stands in the log in place of a text: base64 of HMAC-SHA-256 of the text (UTF-8) under its salt. */
export const commitmentSchema = z.strictObject({ commitment: z.base64().length(44) });
export type Commitment = z.infer<typeof commitmentSchema>;

export function toCommitment(salt: Uint8Array, text: string): Commitment {
  return { commitment: digest(salt, text).toString('base64') };
}

/** Whether a text with its salt is the one that was committed to. */
export function isCommitted({ commitment }: Commitment, salt: Uint8Array, text: string): boolean {
  const held = Buffer.from(commitment, 'base64');
  const expected = digest(salt, text);
  return held.length === expected.length && timingSafeEqual(held, expected);
}

function digest(salt: Uint8Array, text: string): Buffer {
  return createHmac('sha256', salt).update(text, 'utf8').digest();
}
