import { roles } from '../../identity/roles.ts';
import type { EvidenceFacts } from '../evidence-facts.ts';
import { toCsv } from '../to-csv.ts';

/** Who holds a key or an account, and when it was last used. Ids and roles; no name, no secret. */
export function toAccountReport({ keys, accounts, log, settings }: EvidenceFacts) {
  const { actors } = log.tallies.staff;
  const lastUse = (id: string): string | null => actors.find(({ key }) => key === id)?.last ?? null;
  return {
    keys: keys.map(({ keyId, role, at, revokedAt }) => ({
      id: keyId,
      role,
      made: at,
      revoked: revokedAt,
      lastUse: lastUse(keyId),
    })),
    accounts: accounts.map(({ id, role, method, disabled, at }) => ({
      id,
      role,
      method,
      disabled,
      made: at,
      lastUse: lastUse(id),
    })),
    session: { idleMinutes: settings.idleMinutes, absoluteHours: settings.absoluteHours },
    changes: log.tallies.changes.changes.filter(
      ({ what, new: act }) => what === 'admin-act' && /^(?:staff|key)-/u.test(act),
    ),
  };
}

/** Roles × calls, made from the routes themselves. */
export function toAccessMatrix({ access }: EvidenceFacts): string {
  const rows = access.map(({ operation, method, path, permission, roles: allowed }) => [
    operation,
    method,
    path,
    permission ?? 'none: answers everybody',
    ...roles.map((role) => (permission === null || allowed.includes(role) ? 'yes' : 'no')),
  ]);
  return toCsv(['operation', 'method', 'path', 'permission', ...roles], rows);
}

/** What the appliance may reach, and what nobody measured. */
export function toEgressReport({ outward, settings, measured, madeAt }: EvidenceFacts) {
  const trace = measured.find(({ report }) => report === 'network-trace');
  return {
    at: madeAt,
    configured: outward,
    enabled: outward.filter(({ enabled }) => enabled).length,
    offline: settings.offline,
    attempts: trace?.figures.find(({ name }) => name === 'attempts')?.value ?? null,
    note:
      trace === undefined
        ? 'The appliance counts no connections itself: attempts are known where a trace was made (report "network-trace").'
        : `A trace of ${trace.at}`,
  };
}
