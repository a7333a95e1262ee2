import { toCanonicalJson } from '../../audit/canonical-json.ts';
import { countUp, type Tally, toCounts } from './tally.ts';

/** What one key or one account did, by its id. */
export interface ActorRow {
  readonly role: string;
  readonly key: string;
  readonly entries: number;
  readonly first: string;
  readonly last: string;
}

export interface SignInReport {
  readonly signedIn: number;
  readonly signedOut: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly days: readonly { readonly day: string; readonly signedIn: number; readonly refused: number }[];
  readonly reveals: number;
  readonly revealsRefused: number;
  readonly logReads: Readonly<Record<string, number>>;
  readonly actors: readonly ActorRow[];
}

/** Who signed in, who was refused, who read values and the log: ids and roles, no names. */
export function createStaffTally(): Tally<SignInReport> {
  const actors = new Map<string, { role: string; key: string; entries: number; first: string; last: string }>();
  const signIns = new Map<string, number>();
  const refusals = new Map<string, number>();
  const causes = new Map<string, number>();
  const reads = new Map<string, number>();
  const counts = new Map<string, number>();
  return {
    add({ entry }) {
      const { role, key } = entry.actor;
      const known = actors.get(`${role} ${key}`);
      actors.set(`${role} ${key}`, {
        role,
        key,
        entries: (known?.entries ?? 0) + 1,
        first: known?.first ?? entry.at,
        last: entry.at,
      });
      countUp(counts, entry.kind);
      if (entry.kind === 'signed-in') countUp(signIns, entry.at.slice(0, 10));
      if (entry.kind === 'log-read') countUp(reads, entry.what);
      if (entry.kind === 'sign-in-refused') {
        countUp(refusals, entry.at.slice(0, 10));
        countUp(causes, entry.cause);
      }
    },
    report: () => ({
      signedIn: counts.get('signed-in') ?? 0,
      signedOut: counts.get('signed-out') ?? 0,
      refused: toCounts(causes),
      days: [...new Set([...signIns.keys(), ...refusals.keys()])]
        .sort()
        .map((day) => ({ day, signedIn: signIns.get(day) ?? 0, refused: refusals.get(day) ?? 0 })),
      reveals: counts.get('value-revealed') ?? 0,
      revealsRefused: counts.get('reveal-refused') ?? 0,
      logReads: toCounts(reads),
      actors: [...actors.values()].sort((one, other) => (one.key < other.key ? -1 : 1)),
    }),
  };
}

export interface ChangeRow {
  readonly index: number;
  readonly leaf: string;
  readonly at: string;
  readonly what: 'policy' | 'knowledge' | 'version' | 'models' | 'admin-act';
  readonly old: string | null;
  readonly new: string;
  readonly by: { readonly role: string; readonly key: string };
}

export interface ChangeReport {
  readonly changes: readonly ChangeRow[];
  readonly policies: readonly string[];
  /** Decisions under a policy that no change put in force. */
  readonly turnsWithoutRecordedPolicy: number;
  readonly turnsMissingVersions: number;
  readonly turns: number;
}

/** What was changed of how the appliance answers: policies, knowledge, models, its own version, and what administrators did. */
export function createChangeTally(): Tally<ChangeReport> {
  const changes: ChangeRow[] = [];
  const policies = new Set<string>();
  let version: string | null = null;
  let models: string | null = null;
  let turns = 0;
  let turnsWithoutRecordedPolicy = 0;
  let turnsMissingVersions = 0;
  return {
    add({ index, leaf, entry }) {
      const place = { index, leaf, at: entry.at, by: entry.actor };
      switch (entry.kind) {
        case 'policy-changed':
          policies.add(entry.new);
          return void changes.push({ ...place, what: 'policy', old: entry.old, new: entry.new });
        case 'knowledge-changed':
          return void changes.push({ ...place, what: 'knowledge', old: entry.old, new: entry.new });
        case 'admin-act':
          return void changes.push({ ...place, what: 'admin-act', old: null, new: toAct(entry) });
        case 'appliance-started': {
          const now = toCanonicalJson(entry.models ?? {});
          if (version !== entry.version) changes.push({ ...place, what: 'version', old: version, new: entry.version });
          if (models !== now) changes.push({ ...place, what: 'models', old: models, new: now });
          version = entry.version;
          models = now;
          return;
        }
        case 'turn': {
          turns += 1;
          const { policy, knowledge, embedModel } = entry.versions;
          if (policy === '' || knowledge === '' || embedModel === '') turnsMissingVersions += 1;
          if (!policies.has(policy)) turnsWithoutRecordedPolicy += 1;
          return;
        }
        default:
      }
    },
    report: () => ({ changes, policies: [...policies], turnsWithoutRecordedPolicy, turnsMissingVersions, turns }),
  };
}

function toAct({ act, target }: { readonly act: string; readonly target?: string | undefined }): string {
  return target === undefined ? act : `${act} ${target}`;
}
