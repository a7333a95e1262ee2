import type { PolicySnapshot } from './policy-snapshot.ts';

/** Makes something of a policy once for each snapshot; what belongs to one that is out of use goes with it. */
export function perSnapshot<T extends object>(make: (policy: PolicySnapshot) => T): (policy: PolicySnapshot) => T {
  const made = new WeakMap<PolicySnapshot, T>();
  return function madeOf(policy) {
    const known = made.get(policy);
    if (known) return known;
    const fresh = make(policy);
    made.set(policy, fresh);
    return fresh;
  };
}
