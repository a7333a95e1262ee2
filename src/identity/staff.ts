import type { Role } from './roles.ts';

/** Roles a person may sign in with; a kiosk is a device and carries a key. */
export const staffRoles = ['agent', 'reviewer', 'admin', 'auditor'] as const satisfies readonly Role[];
export type StaffRole = (typeof staffRoles)[number];

export function isStaffRole(value: string): value is StaffRole {
  const names: readonly string[] = staffRoles;
  return names.includes(value);
}

/** How somebody proved who they are. */
export type SignInMethod = 'password' | 'oidc';

/** A person who may sign in. */
export interface StaffAccount {
  /** What the log, claims and limits call them, for example `u_01JD3V6Q5WX7E8R9T0YABCDEFG`. */
  readonly id: string;
  /** What they type, or what their provider calls them; shown to people, never on the record. */
  readonly name: string;
  readonly role: StaffRole;
  readonly disabled: boolean;
  readonly method: SignInMethod;
}

/** Who is signed in, and until when without another word from them. */
export interface StaffSession {
  readonly account: StaffAccount;
  readonly method: SignInMethod;
  readonly startedAt: Date;
  readonly seenAt: Date;
}
