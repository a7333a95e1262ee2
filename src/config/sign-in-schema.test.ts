import { describe, expect, it } from 'vitest';
import { signInSchema } from './sign-in-schema.ts';

const oidc = {
  issuer: 'https://login.bank.example/realms/staff',
  clientId: 'confidant',
  clientSecretFile: 'oidc.secret',
  roles: { support: 'agent' },
};
const origin = 'https://desk.bank.example';

describe('signInSchema', () => {
  it('needs nothing said', () => {
    expect(signInSchema.parse(undefined)).toEqual({ idleMinutes: 30, absoluteHours: 12 });
  });

  it.each([
    [{ origin }],
    [{ origin: 'http://127.0.0.1:8400' }],
    [{ origin: 'http://localhost:8400' }],
    [{ origin: 'http://[::1]:8400' }],
    [{ origin, oidc }],
    [{ origin, oidc: { ...oidc, issuer: 'http://127.0.0.1:9000' } }],
  ])('takes %j', (settings) => {
    expect(signInSchema.safeParse(settings).success).toBe(true);
  });

  it.each([
    ['a password over plain http', { origin: 'http://desk.bank.example' }, 'origin'],
    ['a name that only begins like this machine', { origin: 'http://127.0.0.1.evil.example' }, 'origin'],
    ['a path behind the origin', { origin: `${origin}/console` }, 'origin'],
    ['a slash behind the origin', { origin: `${origin}/` }, 'origin'],
    ['another scheme', { origin: 'ftp://desk.bank.example' }, 'origin'],
    ['a provider without an origin to come back to', { oidc }, 'origin'],
    ['a provider over plain http', { origin, oidc: { ...oidc, issuer: 'http://login.bank.example' } }, 'oidc.issuer'],
    ['a group that makes a kiosk', { origin, oidc: { ...oidc, roles: { tills: 'kiosk' } } }, 'oidc.roles.tills'],
    ['no group at all', { origin, oidc: { ...oidc, roles: {} } }, 'oidc.roles'],
    ['a session that never ends', { absoluteHours: 10_000 }, 'absoluteHours'],
    ['a word nobody knows', { idleMinute: 5 }, ''],
  ])('refuses %s', (_what, settings, path) => {
    const issues = signInSchema.safeParse(settings).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
