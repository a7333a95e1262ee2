import type { OperationPolicy } from '../policy/action-policy.ts';

/** Who an operation would be called for. */
export interface Requester {
  readonly role: string;
  readonly tier: string;
  /** Audiences of the tier, from `scope.yaml`. */
  readonly audiences: readonly string[];
  readonly verified: boolean;
}

export type Permission =
  | { readonly kind: 'permitted' }
  /** `rule` names what stands against it, `at` where that is written. */
  | { readonly kind: 'denied'; readonly rule: 'roles' | 'tiers' | 'audiences' | 'needsIdentity'; readonly at: string };

/** Whether the operation exists for this requester at all. Identity comes last: it can still be proved. */
export function permitOperation(operation: OperationPolicy, requester: Requester): Permission {
  const { roles, tiers, audiences, needsIdentity } = operation.spec;
  const deny = (rule: Extract<Permission, { kind: 'denied' }>['rule']): Permission => {
    return { kind: 'denied', rule, at: operation.locate(rule) };
  };
  if (!roles.some((role) => role === requester.role)) return deny('roles');
  if (tiers !== undefined && !tiers.includes(requester.tier)) return deny('tiers');
  if (audiences !== undefined && !audiences.some((one) => requester.audiences.includes(one))) return deny('audiences');
  if (needsIdentity && !requester.verified) return deny('needsIdentity');
  return { kind: 'permitted' };
}
