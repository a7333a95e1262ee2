import type { RouteConfig } from '@hono/zod-openapi';
import type { Permission } from '../identity/roles.ts';
import type { HttpApp, HttpContext } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { permit } from './permit.ts';
import { HttpProblem } from './problem.ts';

interface Resource extends Omit<RouteConfig, 'method'> {
  readonly permission: Permission;
  /** The path as the router knows it: the document has no word for a parameter with slashes in it. */
  readonly address: string;
}

/** Documents a `GET` whose answer goes out in pieces, and answers it. */
export function serveResource(
  app: HttpApp,
  { permission, address, ...documented }: Resource,
  answer: (c: HttpContext) => Promise<Response>,
): void {
  app.openAPIRegistry.registerPath({ ...documented, method: 'get', 'x-permission': permission });
  app.get(address, permit(permission), answer);
}

/** A resource of the log, or the 404 of everything that is not there. */
export async function getResource(
  { audit }: Pick<HttpPorts, 'audit'>,
  path: string,
): Promise<AsyncIterable<Uint8Array>> {
  const pieces = await audit.open(path);
  if (pieces === undefined) throw new HttpProblem('not-found');
  return pieces;
}

/** Sends pieces as they are read, so that a log of any length goes out in constant memory. */
export function answerPieces(
  c: HttpContext,
  pieces: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Response {
  return c.body(ReadableStream.from(pieces), 200, headers);
}
