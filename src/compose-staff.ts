import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { createPasswordHasher } from './adapters/argon2/create-password-hasher.ts';
import { openIdentityProvider } from './adapters/oidc/open-identity-provider.ts';
import { openFile } from './adapters/sqlite/open-database.ts';
import { openStaffStore } from './adapters/sqlite/open-staff-store.ts';
import type { LogEntry } from './audit/entry-format.ts';
import { type ChangeStore, createChangeRecorder } from './compose-identity-changes.ts';
import type { Store } from './compose-store.ts';
import { ConfigError } from './config/config-error.ts';
import type { Environment } from './config/read-environment.ts';
import type { SignInSettings } from './config/sign-in-schema.ts';
import type { StaffSignIn } from './http/http-ports.ts';
import { IdentityError } from './identity/identity-error.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';
import { createStaffDirectory, type StaffDirectory } from './identity/manage-staff.ts';
import type { PasswordHasher } from './identity/password-hasher.ts';
import { createSessionDesk } from './identity/session-desk.ts';
import { createSignIn } from './identity/sign-in.ts';
import { createProviderSignIn } from './identity/sign-in-by-provider.ts';
import type { SignInEvent } from './identity/sign-in-event.ts';
import { commitEntry } from './pipeline/commit-entry.ts';

export interface StaffParts {
  readonly store: ChangeStore & Pick<Store, 'keys'>;
  readonly settings: SignInSettings;
  readonly now: () => Date;
  readonly hasher?: PasswordHasher;
  /** Stands before the site's own sign-in service. */
  readonly guard: (provider: IdentityProvider) => IdentityProvider;
}

/** Sign-in of people, with a way to bring changes of accounts and keys that a command made into the log. */
export interface Staff extends StaffSignIn {
  recordChanges(): Promise<void>;
}

/** @throws {ConfigError} `config-invalid` where the provider's secret cannot be read */
export function createStaff({ store, settings, now, guard, hasher = createPasswordHasher() }: StaffParts): Staff {
  const { accounts, sessions, attempts } = store.staff;
  const recordChanges = createChangeRecorder(store);
  const record = async (event: SignInEvent): Promise<void> => {
    // Nobody signs in with an account whose making is not on the record.
    await recordChanges();
    await commitEntry(store, toEntry(event, now()));
  };
  const { idleMinutes, absoluteHours, oidc, origin = null } = settings;
  const found = openProvider(settings);
  const provider = found && guard(found);
  const roles = oidc?.roles ?? {};
  const hashName = (name: string): string => store.keys.requestHash(['sign-in', name]);
  return {
    recordChanges,
    signIn: createSignIn({ accounts, attempts, hasher, record, hashName, now }),
    sessions: createSessionDesk({ sessions, record, limits: { idleMinutes, absoluteHours }, now }),
    provider: createProviderSignIn({ provider, roles, accounts, record, now, newStaffId }),
    cookieSecret: store.keys.requestHash(['session-cookie']),
    origin,
  };
}

function newStaffId(): string {
  return `u_${ulid()}`;
}

function toEntry(event: SignInEvent, at: Date): LogEntry {
  const head = { v: 2, at: at.toISOString() } as const;
  switch (event.kind) {
    case 'signed-in': {
      const { kind, staff, role, method } = event;
      return { ...head, kind, actor: { role, key: staff }, method };
    }
    case 'signed-out':
      return { ...head, kind: event.kind, actor: { role: event.role, key: event.staff } };
    case 'sign-in-refused':
      return { ...head, ...event, actor: { role: 'appliance', key: 'sign-in' } };
  }
}

function openProvider({ oidc, origin }: SignInSettings): IdentityProvider | null {
  if (oidc === undefined || origin === undefined) return null;
  const { issuer, clientId, clientSecretFile, label, roleClaim } = oidc;
  const redirectUri = `${origin}/v1/session/oidc/callback`;
  return openIdentityProvider({
    issuer,
    clientId,
    clientSecret: readClientSecret(clientSecretFile),
    redirectUri,
    label,
    roleClaim,
  });
}

function readClientSecret(file: string): string {
  const secret = readIfThere(file)?.trim() ?? '';
  if (secret !== '') return secret;
  throw new ConfigError('config-invalid', `Cannot read the configuration: signIn.oidc: "${file}" holds no secret`);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export interface OpenDirectory extends StaffDirectory, Disposable {}

/**
 * Opens the accounts for a command, beside a running appliance too: what it changes holds at once, and the appliance
 * brings it into the log at its next start, sign-in or call with a key, whichever comes first.
 *
 * @throws {IdentityError} `store-not-started` where no appliance of this version ever ran on the folder
 */
export function openStaffDirectory({ data }: Pick<Environment, 'data'>): OpenDirectory {
  const file = join(data, 'confidant.db');
  const notStarted = 'Cannot manage accounts: start the appliance once with `npm run up`, so that its store is made';
  if (!existsSync(file)) throw new IdentityError('store-not-started', notStarted);
  const database = openFile(file);
  const close = (): void => void database.close();
  try {
    const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'staff_changes'").get() !== undefined;
    if (!isThere) throw new IdentityError('store-not-started', notStarted);
    const { accounts } = openStaffStore(database, () => new Date());
    const directory = createStaffDirectory({ accounts, hasher: createPasswordHasher(), newStaffId });
    return { ...directory, [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}
