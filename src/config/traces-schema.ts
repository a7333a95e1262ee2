import { z } from 'zod';

/** Of traces no caller began: all of them, or a share from 0 to 1. A caller that traces decides for its own. */
const share = z.number().min(0).max(1).default(1);

/** Where traces of turns go: nowhere, to a file of the data folder, or to a collector of the site. */
export const tracesSchema = z
  .discriminatedUnion('to', [
    z.strictObject({ to: z.literal('off') }),
    /** `traces/traces.jsonl`, a batch in OTLP JSON a line, and one older file beside it: together so large at most. */
    z.strictObject({ to: z.literal('file'), megabytes: z.number().min(1).max(10_000).default(64), share }),
    /** The whole address, `/v1/traces` included. It must lead to a private address of the site. */
    z.strictObject({ to: z.literal('collector'), url: z.url({ protocol: /^https?$/u }), share }),
  ])
  .default({ to: 'off' });
