import { z } from 'zod';
import type { ModelErrorCode } from '../../models/model-error.ts';

/** What the server says to an engine process. Ids name calls and are never used twice for one process. */
export type ToEngine =
  | { readonly kind: 'start'; readonly settings: unknown }
  | { readonly kind: 'call'; readonly id: number; readonly operation: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'ping' };

/** What an engine process answers. `failed` and `start-failed` carry a message of ours, never customer text. */
export type FromEngine =
  | { readonly kind: 'ready'; readonly facts: unknown }
  | { readonly kind: 'start-failed'; readonly code: ModelErrorCode; readonly message: string }
  | { readonly kind: 'piece'; readonly id: number; readonly piece: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly code: ModelErrorCode; readonly message: string }
  | { readonly kind: 'pong' };

const code = z.enum([
  'model-missing',
  'model-corrupt',
  'model-unavailable',
  'catalogue-invalid',
  'engine-down',
  'engine-timeout',
  'engine-failed',
  'queue-full',
  'prompt-too-long',
  'choices-invalid',
  'cancelled',
]) satisfies z.ZodType<ModelErrorCode>;

const fromEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), facts: z.unknown() }),
  z.object({ kind: z.literal('start-failed'), code, message: z.string() }),
  z.object({ kind: z.literal('piece'), id: z.number(), piece: z.unknown() }),
  z.object({ kind: z.literal('done'), id: z.number(), result: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.number(), code, message: z.string() }),
  z.object({ kind: z.literal('pong') }),
]);

const toEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), settings: z.unknown() }),
  z.object({ kind: z.literal('call'), id: z.number(), operation: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number() }),
  z.object({ kind: z.literal('ping') }),
]);

/** The message, or undefined when it breaks the protocol. */
export function parseFromEngine(message: unknown): FromEngine | undefined {
  return fromEngine.safeParse(message).data;
}

/** @throws {z.ZodError} when the server breaks its own protocol */
export function parseToEngine(message: unknown): ToEngine {
  return toEngine.parse(message);
}
