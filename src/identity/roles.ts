/** Everyone who may hold a key: a customer-facing device, support staff, reviewers, administrators, auditors. */
export const roles = ['kiosk', 'agent', 'reviewer', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** What a key may do. Routes ask for one of these, never for a role by name. */
export const permissions = {
  converse: ['kiosk', 'admin'],
  'read-conversation': ['kiosk', 'agent', 'reviewer', 'admin', 'auditor'],
  'see-decision': ['agent', 'reviewer', 'admin', 'auditor'],
  'work-handovers': ['agent', 'reviewer', 'admin'],
  'stop-appliance': ['agent', 'reviewer', 'admin'],
  'resume-appliance': ['admin'],
  'reveal-values': ['agent', 'reviewer', 'admin'],
  'read-session': ['kiosk', 'agent', 'reviewer', 'admin', 'auditor'],
  'use-building-blocks': ['kiosk', 'agent', 'reviewer', 'admin', 'auditor'],
  'manage-subjects': ['admin'],
  'read-checkpoint': ['kiosk', 'agent', 'reviewer', 'admin', 'auditor'],
  'raise-log-alarm': ['kiosk', 'auditor'],
  'witness-log': ['kiosk', 'auditor'],
  'read-log': ['auditor'],
  'read-metrics': ['admin', 'auditor'],
  'read-alerts': ['agent', 'reviewer', 'admin'],
  'test-alerts': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function isAllowed(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
}

/** Who is calling: a key by its id (never the key itself), or a person who signed in by theirs, and the role. */
export interface Caller {
  readonly keyId: string;
  readonly role: Role;
}
