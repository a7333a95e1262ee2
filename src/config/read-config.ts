import { existsSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { signInSchema } from './sign-in-schema.ts';
import { tracesSchema } from './traces-schema.ts';

/** What an installation may tune without touching policy. Every field has a default, so the file may be absent. */
const configSchema = z
  .strictObject({
    text: z
      .strictObject({
        /** Catalogue id of the text model, or `none` to run in quoted mode alone. */
        model: z.string().default('smollm2-135m-instruct-q4_1'),
        sequences: z.number().int().min(1).max(32).default(4),
        deadlineMs: z.number().int().min(100).default(8_000),
      })
      .prefault({}),
    embed: z
      .strictObject({
        model: z.string().default('all-minilm-l6-v2-int8'),
        deadlineMs: z.number().int().min(100).default(3_000),
      })
      .prefault({}),
    tokens: z
      .strictObject({
        /** Catalogue id of the token classifier that finds names, or `none` to redact by rules alone. */
        model: z.string().default('confidant-names-int8'),
        deadlineMs: z.number().int().min(100).default(5_000),
      })
      .prefault({}),
    limits: z
      .strictObject({
        bodyBytes: z.number().int().min(1_024).default(262_144),
        messageCharacters: z.number().int().min(1).default(8_000),
        requestsPerMinute: z.number().int().min(1).default(600),
        /** Turns under way at once; half as many more wait. */
        turnsAtOnce: z.number().int().min(1).default(32),
        /** Turns that wait for a place; beyond it the answer is 503 with Retry-After, to the least urgent first. */
        turnsWaiting: z.number().int().min(0).default(16),
        /** Longest wait for a place. */
        waitMs: z.number().int().min(1).default(5_000),
      })
      .prefault({}),
    disk: z
      .strictObject({
        /** Free space in MB below which turns go to people and no conversation is begun; 0 turns it off. */
        lowMb: z.number().int().min(0).default(256),
        /** Below which customers are refused until there is room again, what people and privacy need apart. */
        fullMb: z.number().int().min(0).default(64),
      })
      .prefault({}),
    /** Verifier keys of those whose cosignatures under checkpoints are kept. */
    witnesses: z.array(z.string()).max(32).default([]),
    signIn: signInSchema,
    traces: tracesSchema,
    log: z.strictObject({ level: z.enum(['silent', 'error', 'warn', 'info']).default('info') }).prefault({}),
  })
  .prefault({});

export type Config = z.infer<typeof configSchema>;

/**
 * Reads `confidant.yaml`; an absent file means the defaults.
 *
 * @throws {ConfigError} `config-invalid`, with file, line and column
 */
export function readConfig(file: string): Config {
  if (!existsSync(file)) return configSchema.parse({});
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw new ConfigError('config-invalid', `Cannot read the configuration: ${file}:${line}:${col} ${syntax.code}`);
  }
  const parsed = configSchema.safeParse(document.toJS({ maxAliasCount: 50 }) ?? {});
  if (parsed.success) return Object.freeze(parsed.data);
  const [issue] = parsed.error.issues;
  throw new ConfigError(
    'config-invalid',
    `Cannot read the configuration: ${file} ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
