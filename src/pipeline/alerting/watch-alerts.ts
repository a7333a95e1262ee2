import type { AlertProgress } from '../../alerts/advance-alert.ts';
import { advanceAlert, untouched } from '../../alerts/advance-alert.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { AlertReadings } from '../../alerts/read-samples.ts';
import { createWatchCondition, type WatchCondition } from '../../alerts/watch-condition.ts';
import type { AlertRule } from '../../policy/alerts-schema.ts';
import type { AlertRecord } from './record-alerts.ts';

export interface WatchPorts {
  /** Rules in force; those of everybody, whatever layers a conversation has. */
  rules(): readonly AlertRule[];
  /** Reads every metric named, once. */
  read(metrics: ReadonlySet<string>): Promise<AlertReadings>;
  readonly record: AlertRecord;
  now(): Date;
  observeFault(code: string, error: unknown): void;
}

interface Watched {
  readonly rule: AlertRule;
  /** What the rule looks at, as text: a rule that looks at something else begins anew. */
  readonly looksAt: string;
  readonly condition: WatchCondition;
  progress: AlertProgress;
}

/** Looks at every rule once. Looks follow one another: one that is asked for during another is left out. */
export type LookAtAlerts = () => Promise<void>;

/**
 * Watches the rules of `alerts.yaml` over what is counted. What the rules remember is in memory and begins anew with the
 * process; which alerts hold is in the store, so that a restart neither tells one twice nor forgets to say that it is over.
 */
export function createLookAtAlerts(ports: WatchPorts): LookAtAlerts {
  const begun = ports.now().getTime();
  const watched = new Map<string, Watched>();
  const running: { look: Promise<void> | null } = { look: null };
  const isFirst = { look: true };
  const look = async (): Promise<void> => {
    try {
      await lookOnce(ports, watched, isFirst.look ? begun : null);
      isFirst.look = false;
    } catch (error) {
      ports.observeFault('alerts-not-watched', error);
    } finally {
      running.look = null;
    }
  };
  return function lookAtAlerts() {
    running.look ??= look();
    return running.look;
  };
}

async function lookOnce(ports: WatchPorts, watched: Map<string, Watched>, begun: number | null): Promise<void> {
  const rules = ports.rules();
  follow(watched, rules, begun);
  const metrics = rules.flatMap(({ when }) => ('metric' in when ? [when.metric] : []));
  const read = await ports.read(new Set(metrics));
  const at = ports.now();
  const open = new Map(ports.record.open().map((alert) => [alert.rule, alert]));
  for (const one of watched.values()) {
    // One rule that cannot be judged or told keeps no other from it; it is tried again at the next look.
    await advance(ports, one, { read, at, open: open.get(one.rule.id) }).catch((error: unknown) =>
      ports.observeFault('alert-not-recorded', error),
    );
  }
  for (const [id, alert] of open) {
    if (watched.has(id)) continue;
    const clear = ports.record.clear(alert, { rule: null, cause: 'rule-gone' });
    await clear.catch((error: unknown) => ports.observeFault('alert-not-recorded', error));
  }
}

async function advance(
  ports: WatchPorts,
  one: Watched,
  look: { readonly read: AlertReadings; readonly at: Date; readonly open: Alert | undefined },
): Promise<void> {
  const at = look.at.getTime();
  const holds = one.condition(look.read, at);
  const stood = { ...one.progress, isOpen: look.open !== undefined };
  const { step, progress } = advanceAlert(stood, one.rule, { holds, at });
  one.progress = progress;
  if (step === 'raise') await ports.record.raise(one.rule);
  if (step === 'clear' && look.open) {
    await ports.record.clear(look.open, { rule: one.rule, cause: 'over' });
    one.progress = { ...progress, clearedAt: at };
  }
}

/** Keeps what is remembered of rules that look at the same as before, whatever else was changed of them. */
function follow(watched: Map<string, Watched>, rules: readonly AlertRule[], begun: number | null): void {
  const present = new Set(rules.map(({ id }) => id));
  for (const id of watched.keys()) if (!present.has(id)) watched.delete(id);
  for (const rule of rules) {
    const looksAt = JSON.stringify(rule.when);
    const known = watched.get(rule.id);
    const kept = known?.looksAt === looksAt ? known : null;
    const condition = kept?.condition ?? createWatchCondition(rule.when, begun);
    watched.set(rule.id, { rule, looksAt, condition, progress: kept?.progress ?? untouched });
  }
}
