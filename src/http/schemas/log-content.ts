import { z } from '@hono/zod-openapi';

/** Tiles and segments never change; they belong to whoever may read the log, so no cache shares them. */
export const FOR_GOOD = 'private, max-age=31536000, immutable';

/** `N` of a tile, and of a partial one its width; it holds slashes where there are more than a thousand tiles. */
export const tileParam = z
  .string()
  .max(40)
  .openapi({
    param: { name: 'tile', in: 'path' },
    description: '`N[.p/W]` of C2SP tlog-tiles: elements of three digits, such as `x001/x234/067`, and a width',
    example: '000.p/60',
  });

export function binaryAnswer(description: string) {
  const schema = z.string().openapi({ format: 'binary', example: '' });
  return { description, content: { 'application/octet-stream': { schema } } };
}

export function linesAnswer(description: string, example: string) {
  return { description, content: { 'application/x-ndjson': { schema: z.string().openapi({ example }) } } };
}
