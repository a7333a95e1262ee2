import { z } from '@hono/zod-openapi';

export const inclusionSchema = z
  .object({ index: z.int(), size: z.int(), leaf: z.string(), hashes: z.array(z.string()) })
  .openapi('InclusionProof', { example: { index: 41, size: 60, leaf: 'n4bQgYhM', hashes: ['LCa0a2j/'] } });

export const consistencySchema = z
  .object({ from: z.int(), to: z.int(), hashes: z.array(z.string()) })
  .openapi('ConsistencyProof', { example: { from: 41, to: 60, hashes: ['LCa0a2j/'] } });

const example = { index: 41, leaf: 'n4bQgYhM', entry: { kind: 'turn' } };

export const entrySchema = z
  .object({
    index: z.int(),
    leaf: z.string().openapi({ description: 'SHA-256(0x00 ‖ canonical JSON of `entry`), base64' }),
    entry: z.record(z.string(), z.unknown()),
  })
  .openapi('Entry', { example });

export const entryListSchema = z
  .object({ items: z.array(entrySchema), next: z.string().nullable() })
  .openapi('EntryList', { example: { items: [example], next: null } });
