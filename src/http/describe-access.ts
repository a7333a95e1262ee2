import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { type Permission, permissions, type Role, roles } from '../identity/roles.ts';
import type { HttpEnv } from './http-env.ts';
import { defaultHttpLimits, type HttpPorts } from './http-ports.ts';
import { registerRoutes } from './register-routes.ts';

/** One call, what it asks of a key, and the roles that have it. */
export interface CallAccess {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** `any-key` asks for a key of any role; null asks for none. */
  readonly permission: Permission | 'any-key' | null;
  readonly roles: readonly Role[];
}

const isPermission = (value: string): value is Permission => Object.hasOwn(permissions, value);
const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  'x-permission': z.string().refine(isPermission).optional(),
});
const pathsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Who may make which call, read from the very routes that answer. Nothing is served. */
export function describeAccess(): readonly CallAccess[] {
  const app = new OpenAPIHono<HttpEnv>();
  registerRoutes(app, portsOfNobody);
  const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Confidant', version: '1' } });
  return Object.entries(pathsSchema.parse(paths)).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => toAccess(method.toUpperCase(), path, operation)),
  );
}

function toAccess(method: string, path: string, operation: unknown): CallAccess {
  const { operationId, security, 'x-permission': permission } = operationSchema.parse(operation);
  const call = { operation: operationId, method, path };
  if (permission !== undefined) return { ...call, permission, roles: permissions[permission] };
  const isOpen = security?.length === 0;
  return { ...call, permission: isOpen ? null : 'any-key', roles };
}

/** Routes keep their ports until they are called, which nobody does here; limits alone are read before. */
const portsOfNobody = z.custom<HttpPorts>().parse({ limits: defaultHttpLimits });
