import { openDatabase } from '../../src/adapters/sqlite/open-database.ts';
import { openStaffStore } from '../../src/adapters/sqlite/open-staff-store.ts';
import type { StaffSignIn } from '../../src/http/http-ports.ts';
import { IdentityError } from '../../src/identity/identity-error.ts';
import { createSessionDesk } from '../../src/identity/session-desk.ts';
import type { StaffRole } from '../../src/identity/staff.ts';

/** The password of everybody here. */
export const scriptedPassword = 'gravel umbrella seventeen';

const people: Readonly<Record<string, StaffRole>> = { robin: 'agent', kim: 'reviewer', ada: 'admin', toni: 'auditor' };

const now = () => new Date();

/** Real sessions on a store in memory, before accounts that are named by their holders and hash nothing. */
export function scriptedStaff(change: Partial<StaffSignIn> = {}): StaffSignIn {
  const { accounts, sessions } = openStaffStore(openDatabase(':memory:'), now);
  for (const [name, role] of Object.entries(people)) {
    accounts.add({ id: `u_${name}`, name, role, proof: { passwordHash: 'none' } });
  }
  return {
    signIn: async ({ name, password }) => {
      const found = accounts.findByName(name);
      if (found && password === scriptedPassword) return found.account;
      throw new IdentityError('sign-in-refused', 'Cannot sign in');
    },
    sessions: createSessionDesk({
      sessions,
      record: async () => undefined,
      limits: { idleMinutes: 30, absoluteHours: 12 },
      now,
    }),
    provider: {
      label: null,
      begin: async () => {
        throw new IdentityError('provider-not-configured', 'No provider');
      },
      complete: async () => {
        throw new IdentityError('provider-not-configured', 'No provider');
      },
    },
    cookieSecret: 'a secret of this test',
    origin: null,
    ...change,
  };
}
