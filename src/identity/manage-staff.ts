import { checkPassword } from './check-password.ts';
import { IdentityError } from './identity-error.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { StaffAccount, StaffRole } from './staff.ts';
import { parseStaffName, toStaffName } from './staff-name.ts';
import type { StaffAccounts } from './staff-store.ts';

export interface ManageStaffPorts {
  readonly accounts: StaffAccounts;
  readonly hasher: PasswordHasher;
  newStaffId(): string;
}

/** What an operator does with accounts. Every method throws {@link IdentityError} alone. */
export interface StaffDirectory {
  list(): readonly StaffAccount[];
  add(name: string, role: StaffRole, password: string): Promise<StaffAccount>;
  setPassword(name: string, password: string): Promise<StaffAccount>;
  setDisabled(name: string, disabled: boolean): StaffAccount;
}

export function createStaffDirectory({ accounts, hasher, newStaffId }: ManageStaffPorts): StaffDirectory {
  const getAccount = (name: string): StaffAccount => {
    const wanted = toStaffName(name);
    // An account of a provider has no name of its own kind: it is meant by its id.
    const account = accounts.findByName(wanted)?.account ?? accounts.list().find(({ id }) => id === name.trim());
    if (account) return account;
    throw new IdentityError('staff-not-found', 'There is no such account: see `npm run staff -- list`');
  };
  return {
    list: () => accounts.list(),
    add: async function addStaff(typed, role, password) {
      const name = parseStaffName(typed);
      if (accounts.findByName(name)) throw new IdentityError('name-taken', 'There is an account of this name');
      checkPassword(password, name);
      const account = { id: newStaffId(), name, role, disabled: false, method: 'password' } as const;
      accounts.add({ id: account.id, name, role, proof: { passwordHash: await hasher.hash(password) } });
      return account;
    },
    setPassword: async function setStaffPassword(name, password) {
      const account = getAccount(name);
      if (account.method !== 'password') {
        throw new IdentityError('staff-not-found', 'This account signs in at its provider and has no password here');
      }
      checkPassword(password, account.name);
      accounts.setPassword(account.id, await hasher.hash(password));
      return account;
    },
    setDisabled: function setStaffDisabled(name, disabled) {
      const account = getAccount(name);
      if (account.disabled !== disabled) accounts.setDisabled(account.id, disabled);
      return { ...account, disabled };
    },
  };
}
