import { randomBytes } from 'node:crypto';
import { IdentityError } from './identity-error.ts';
import type { IdentityProvider, ProviderFlow, ProviderIdentity } from './identity-provider.ts';
import type { RecordSignIn } from './sign-in-event.ts';
import type { StaffAccount, StaffRole } from './staff.ts';
import type { StaffAccounts } from './staff-store.ts';

/** Time somebody has at the provider. */
const FLOW_MS = 10 * 60_000;
/** Sign-ins under way at once; beyond it the oldest has to begin again. */
const MOST_FLOWS = 1_000;

export interface ProviderSignInPorts {
  readonly provider: IdentityProvider | null;
  /** Group of the provider → role here; where several fit, the first of the list counts. */
  readonly roles: Readonly<Record<string, StaffRole>>;
  readonly accounts: Pick<StaffAccounts, 'findBySubject' | 'add' | 'setRole'>;
  readonly record: RecordSignIn;
  now(): Date;
  newStaffId(): string;
}

export interface ProviderSignIn {
  /** The words on the button, or null where no provider is set up. */
  readonly label: string | null;
  /** `flow` is what the browser brings back in a cookie: a name for what the server remembers, and nothing else. */
  begin(): Promise<{ readonly location: string; readonly flow: string }>;
  complete(returned: URL, flow: string): Promise<StaffAccount>;
}

/** Signs people in by the site's own provider. Both calls throw {@link IdentityError} alone. */
export function createProviderSignIn(ports: ProviderSignInPorts): ProviderSignIn {
  const flows = new Map<string, { readonly flow: ProviderFlow; readonly until: number }>();
  const takeFlow = (name: string): ProviderFlow => {
    const kept = flows.get(name);
    flows.delete(name);
    if (kept && kept.until > ports.now().getTime()) return kept.flow;
    throw new IdentityError('sign-in-expired', 'Cannot sign in: this attempt is too old or was used; begin again');
  };
  return {
    label: ports.provider?.label ?? null,
    begin: async function beginAtProvider() {
      const { location, flow } = await getProvider(ports).begin();
      const name = randomBytes(24).toString('base64url');
      flows.set(name, { flow, until: ports.now().getTime() + FLOW_MS });
      for (const oldest of flows.keys()) {
        if (flows.size <= MOST_FLOWS) break;
        flows.delete(oldest);
      }
      return { location, flow: name };
    },
    complete: async function completeAtProvider(returned, name) {
      const provider = getProvider(ports);
      // One use: a code that is replayed meets no flow.
      const flow = takeFlow(name);
      const identity = await provider.complete(returned, flow).catch(async (error: unknown) => {
        await ports.record({ kind: 'sign-in-refused', method: 'oidc', cause: 'provider-failed' });
        throw error;
      });
      return admit(ports, identity);
    },
  };
}

function getProvider({ provider }: ProviderSignInPorts): IdentityProvider {
  if (provider) return provider;
  throw new IdentityError('provider-not-configured', 'No sign-in provider is set up here');
}

/** The account of this person, made at their first sign-in; its role follows the provider every time. */
async function admit(ports: ProviderSignInPorts, identity: ProviderIdentity): Promise<StaffAccount> {
  const { issuer, subject, name } = identity;
  const known = ports.accounts.findBySubject(issuer, subject);
  const staff = known ? { staff: known.id } : {};
  if (known?.disabled === true) {
    await ports.record({ kind: 'sign-in-refused', method: 'oidc', cause: 'disabled', ...staff });
    throw new IdentityError('sign-in-refused', 'Cannot sign in: this account is disabled');
  }
  const role = roleOf(identity, ports.roles);
  if (role === undefined) {
    await ports.record({ kind: 'sign-in-refused', method: 'oidc', cause: 'role-missing', ...staff });
    throw new IdentityError('role-missing', 'Cannot sign in: the provider gives this person no role here');
  }
  if (known) {
    if (known.role !== role) ports.accounts.setRole(known.id, role);
    return { ...known, role };
  }
  const account = { id: ports.newStaffId(), name, role, disabled: false, method: 'oidc' } as const;
  ports.accounts.add({ id: account.id, name, role, proof: { issuer, subject } });
  return account;
}

function roleOf({ groups }: ProviderIdentity, roles: ProviderSignInPorts['roles']): StaffRole | undefined {
  return Object.entries(roles).find(([group]) => groups.includes(group))?.[1];
}
