import type { z } from '@hono/zod-openapi';

/** A JSON body that has to be there. */
export function requiredBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { 'application/json': { schema, example } } };
}

/** A JSON body that may be left out; nothing is then read as `{}`. */
export function optionalBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: false, content: { 'application/json': { schema, example } } };
}

export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

export function textAnswer<Schema extends z.ZodType<string>>(description: string, schema: Schema) {
  return { description, content: { 'text/plain': { schema } } };
}
