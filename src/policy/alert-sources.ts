import type { AlertExample, AlertRule, LabelFilter } from './alerts-schema.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { PolicyFiles } from './policy-schema.ts';

/**
 * Counters and gauges a rule may name, with their labels. `test/alert-sources.test.ts` holds them against what `/metrics`
 * really has: a rule over a metric nobody writes would never tell anybody anything.
 */
export const alertMetrics: Readonly<Record<string, readonly string[]>> = {
  confidant_http_requests_total: ['method', 'route', 'status'],
  confidant_turns_total: ['outcome', 'mode', 'reason'],
  confidant_moods_total: ['category', 'mood', 'trend'],
  confidant_policy_flags_total: ['kind', 'rule'],
  confidant_findings_total: ['check'],
  confidant_handover_verdicts_total: ['reason', 'verdict'],
  confidant_engine_restarts_total: ['engine'],
  confidant_engine_calls_total: ['engine', 'operation', 'result'],
  confidant_engine_calls_waiting: ['engine'],
  confidant_backend_calls_total: ['connector', 'result'],
  confidant_policy_loads_total: ['result'],
  confidant_reveals_total: ['result', 'role'],
  confidant_log_alarms_total: ['code'],
  confidant_work_shed_total: ['work'],
  confidant_breaker_open: ['dependency'],
  confidant_breaker_changes_total: ['dependency', 'state'],
  confidant_watch_alarm: ['watch'],
  confidant_faults_total: ['code'],
  confidant_fault_causes_total: ['code'],
  confidant_part_state: ['part', 'state'],
  confidant_handovers_waiting: ['queue', 'priority'],
  confidant_handover_oldest_seconds: ['queue', 'priority'],
  confidant_log_entries: [],
  confidant_log_unwitnessed_seconds: [],
  confidant_disk_free_bytes: [],
  confidant_disk_free_ratio: [],
  confidant_retention_held: [],
  confidant_alerts_open: ['severity'],
  confidant_alert_deliveries_waiting: [],
  confidant_alert_deliveries_total: ['webhook', 'result'],
};

/** Parts of `/readyz` a rule may name, held by a journey; breakers come with what is connected and have a metric. */
export const alertParts: readonly string[] = [
  'store',
  'encoder-engine',
  'names-model',
  'text-engine',
  'policy',
  'stop-switch',
  'disk',
  'event-loop',
];

/** Names a rule uses and nothing knows; ids that stand twice. */
export function* alertInconsistencies(alerts: PolicyDocument<PolicyFiles['alerts']>): Generator<string> {
  const { rules, webhooks } = alerts.value;
  for (const [list, items] of Object.entries({ rules, webhooks })) {
    for (const [index, { id }] of items.entries()) {
      const isSecond = items.findIndex((one) => one.id === id) < index;
      if (isSecond) yield `${alerts.locate([list, index, 'id'])} "${id}" stands twice`;
    }
  }
  for (const [index, rule] of rules.entries()) {
    const unknown = unknownNames(rule);
    if (unknown !== null) yield `${alerts.locate(['rules', index, 'when'])} ${unknown}`;
    for (const list of ['examples', 'not'] as const) {
      for (const [place, example] of rule[list].entries()) {
        const wrong = wrongExample(rule, example);
        if (wrong !== null) yield `${alerts.locate(['rules', index, list, place])} ${wrong}`;
      }
    }
  }
}

function unknownNames({ when }: AlertRule): string | null {
  if (when.kind === 'part') return alertParts.includes(when.part) ? null : `unknown part "${when.part}"`;
  if (!Object.hasOwn(alertMetrics, when.metric)) return `unknown metric "${when.metric}"`;
  const filters: readonly LabelFilter[] = 'among' in when ? [when.where, when.among] : [when.where];
  return unknownLabel(when.metric, filters);
}

function unknownLabel(metric: string, named: readonly object[]): string | null {
  const labels = alertMetrics[metric] ?? [];
  const unknown = named.flatMap((one) => Object.keys(one)).find((name) => !labels.includes(name));
  return unknown === undefined ? null : `"${metric}" has no label "${unknown}"`;
}

/** An example that cannot be of its rule would hold or not for no reason. */
function wrongExample({ when }: AlertRule, { state, series, before }: AlertExample): string | null {
  if (when.kind === 'part') {
    return state !== undefined && series === undefined && before === undefined
      ? null
      : 'names the "state" of a part alone';
  }
  if (series === undefined || state !== undefined) return 'names "series" of a metric, and no "state"';
  if (before !== undefined && when.kind !== 'jump') return 'names "before", which a jump alone is compared with';
  return unknownLabel(
    when.metric,
    [...series, ...(before ?? [])].map(({ labels }) => labels),
  );
}
