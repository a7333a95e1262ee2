import { z } from '@hono/zod-openapi';

/** Half a surrogate pair, or NUL: no Unicode text, and neither canonical JSON nor a database keeps them as they are. */
const unstorable = /\p{Surrogate}|\0/gu;

/** Text somebody wrote. What cannot be kept becomes U+FFFD, unit for unit: offsets into the text stay right. */
export function writtenText(maxCharacters: number) {
  return z.string().overwrite(toStorable).min(1).max(maxCharacters);
}

/** As {@link writtenText}, without the white space around it; only white space counts as empty. */
export function trimmedText(maxCharacters: number) {
  return z.string().overwrite(toStorable).trim().min(1).max(maxCharacters).openapi({ pattern: String.raw`\S` });
}

function toStorable(text: string): string {
  return text.replace(unstorable, '\uFFFD');
}

/**
 * A short name out of a closed or configured list: a channel, a tier, a queue, a collection. It goes on the record as it
 * is, so nine digits and more are refused: that is a card, an account or a telephone number in the wrong field.
 */
export function slug() {
  return z.string().regex(/^(?!.*(?:\d[._-]?){9})[A-Za-z0-9][\w.-]{0,63}$/);
}

/** A language tag (BCP 47), for example `en` or `pt-BR`; with no more digits in a row than tags have. */
export function languageTag() {
  return z.string().regex(/^(?!.*\d{5})[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/);
}

/** A whole number in a query, not negative. */
export function wholeNumber(maximum: number = Number.MAX_SAFE_INTEGER) {
  return z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/)
    .transform(Number)
    .refine((value) => value <= maximum)
    .openapi({ type: 'integer', minimum: 0, maximum });
}

/** The thing a path names; a malformed id is answered as a missing one. */
export const idParams = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG' }),
});

/** Longest reference a customer may have. */
const REFERENCE_CHARACTERS = 200;

/** A customer, by the reference their conversations were started with; read as it was read there. */
export const subjectParams = z.object({
  ref: trimmedText(REFERENCE_CHARACTERS).openapi({ param: { name: 'ref', in: 'path' }, example: 'customer-17' }),
});

/** A turn of a conversation, by its number. */
export const turnParams = idParams.extend({
  turn: wholeNumber().openapi({ param: { name: 'turn', in: 'path' }, example: 1 }),
});

/** The header that makes a repeated call answer as the first one did. */
export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7E]{1,200}$/)
    .optional()
    .openapi({
      description: 'A repeat of the call under the same key gets the first answer',
      example: 'kiosk-7-000123',
    }),
});
