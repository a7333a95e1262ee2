import type { Call } from './appliance.ts';
import type { RememberedCall } from './ledger.ts';

/** Who made a call, as entries of the log name them. */
export function toActor({ caller }: Call) {
  return { role: caller.role, key: caller.keyId };
}

/** The appliance itself, where nobody called. */
export const serverActor = { role: 'appliance', key: 'server' } as const;

/** What every entry about a conversation begins with. */
export function entryHead(call: Call, conversation: string, at: Date) {
  return { v: 2 as const, at: at.toISOString(), actor: toActor(call), conversation };
}

/** What the ledger remembers a call by, so that a repeat of it is answered from the record. */
export function idempotencyOf({ caller, idempotency }: Call): RememberedCall | null {
  return idempotency && { keyId: caller.keyId, ...idempotency };
}
