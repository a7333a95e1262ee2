import { z } from '@hono/zod-openapi';
import { roles } from '../../identity/roles.ts';

export const sessionSchema = z
  .object({
    id: z.string().openapi({ description: 'What the log and claims call the caller' }),
    name: z.string().nullable().openapi({ description: 'Null for a key' }),
    role: z.enum(roles),
    method: z.enum(['password', 'oidc', 'key']),
    expiresAt: z.string().nullable().openapi({ description: 'When the session ends at the latest; null for a key' }),
  })
  .openapi('Session', {
    example: {
      id: 'u_01JD3V6Q5WX7E8R9T0YABCDEFG',
      name: 'robin',
      role: 'agent',
      method: 'password',
      expiresAt: '2026-11-21T21:00:00.000Z',
    },
  });

export const signInOptionsSchema = z
  .object({
    password: z.literal(true),
    provider: z.object({ label: z.string(), start: z.string() }).nullable(),
  })
  .openapi('SignInOptions', {
    example: { password: true, provider: { label: 'your organisation', start: '/v1/session/oidc/start' } },
  });

export type SessionAnswer = z.infer<typeof sessionSchema>;
