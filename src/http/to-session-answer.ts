import type { LiveSession } from '../identity/session-desk.ts';
import type { SessionAnswer } from './schemas/session-schemas.ts';

export function toSessionAnswer({ account, method, expiresAt }: LiveSession): SessionAnswer {
  const { id, name, role } = account;
  return { id, name, role, method, expiresAt: expiresAt.toISOString() };
}
