import { z } from '@hono/zod-openapi';
import type { LogAlarmCode } from '../../audit/log-alarm.ts';
import { writtenText } from './input-text.ts';

/** A checkpoint with the cosignatures of a few witnesses has some hundred characters. */
const NOTE_CHARACTERS = 16_384;

/** The codes of the log once more, as HTTP may import its types alone: the compiler holds both lists together. */
export const logAlarmCodes = {
  'key-changed': 'key-changed',
  'checkpoint-invalid': 'checkpoint-invalid',
  'receipt-invalid': 'receipt-invalid',
  'log-shrunken': 'log-shrunken',
  'log-forked': 'log-forked',
  'proof-invalid': 'proof-invalid',
} as const satisfies { readonly [Code in LogAlarmCode]: Code };

/** A signed note as somebody holds it; it need not be one. */
export function noteText() {
  return writtenText(NOTE_CHARACTERS);
}

export const inclusionSchema = z
  .object({ index: z.int(), size: z.int(), leaf: z.string(), hashes: z.array(z.string()) })
  .openapi('InclusionProof', { example: { index: 41, size: 60, leaf: 'n4bQgYhM', hashes: ['LCa0a2j/'] } });

export const consistencySchema = z
  .object({ from: z.int(), to: z.int(), hashes: z.array(z.string()) })
  .openapi('ConsistencyProof', { example: { from: 41, to: 60, hashes: ['LCa0a2j/'] } });

const example = {
  index: 41,
  leaf: 'n4bQgYhM',
  entry: { v: 2, kind: 'takeover', note: { commitment: 'q83vEjRW' } },
  texts: { note: { state: 'held' as const, text: 'Calls back at noon', salt: 'EjRWeJCr' } },
};

const textSchema = z.object({
  state: z.enum(['held', 'erased', 'changed']).openapi({
    description: '`erased`: the key of its subject was destroyed; `changed`: it is not what was committed to',
  }),
  text: z.string().optional(),
  salt: z.string().optional().openapi({ description: '32 bytes, base64; with `text` it opens the commitment' }),
});

export const entrySchema = z
  .object({
    index: z.int(),
    leaf: z.string().openapi({ description: 'SHA-256(0x00 ‖ canonical JSON of `entry`), base64' }),
    entry: z.record(z.string(), z.unknown()).openapi({
      description: 'As the log holds it; `commitment` is base64 of HMAC-SHA-256(salt, text)',
    }),
    texts: z
      .record(z.string(), textSchema)
      .openapi({ description: 'What the commitments of `entry` are of, by field' }),
  })
  .openapi('Entry', { example });

export const entryListSchema = z
  .object({ items: z.array(entrySchema), next: z.string().nullable() })
  .openapi('EntryList', { example: { items: [example], next: null } });
