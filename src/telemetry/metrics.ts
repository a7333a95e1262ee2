import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { handoverReasons } from '../conversation/outcome.ts';
import { type CallCounters, createCallCounters } from './engine-metrics.ts';
import { createLabeller, type ToLabel } from './label.ts';
import { createStateGauges, type StateGauges } from './state-gauges.ts';
import { createTurnCounters, type TurnCounters } from './turn-metrics.ts';

const descriptionSchema = z.object({
  name: z.string(),
  help: z.string(),
  type: z.string(),
  labelNames: z.array(z.string()).default([]),
});

/** Seconds; fine around the aims of a turn (40–120 ms), coarse where something is wrong. */
const secondBuckets = [0.005, 0.01, 0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Seconds; most stages take less than one millisecond. */
const stageBuckets = [0.0005, 0.001, 0.002, ...secondBuckets];

/** One value of a counter or gauge, with its labels. */
export interface Sample {
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  readonly value: number;
}

export interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labels: readonly string[];
}

/** Everything the appliance counts, in a registry of its own so that two appliances in a process do not mix. */
export interface Metrics {
  readonly startSeconds: Gauge;
  readonly requests: Counter<'method' | 'route' | 'status'>;
  readonly requestSeconds: Histogram<'method' | 'route'>;
  readonly turns: Counter<'outcome' | 'mode' | 'reason'>;
  readonly turnSeconds: Histogram<'outcome'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly restarts: Counter<'engine'>;
  readonly shed: Counter<'work'>;
  readonly watches: Gauge<'watch'>;
  readonly breakers: Gauge<'dependency'>;
  readonly breakerChanges: Counter<'dependency' | 'state'>;
  readonly policies: Counter<'result'>;
  readonly reveals: Counter<'result' | 'role'>;
  readonly logAlarms: Counter<'code'>;
  readonly faults: Counter<'code'>;
  /** Codes of what stood behind them: `log-damaged` behind an `internal`. */
  readonly faultCauses: Counter<'code'>;
  readonly alerts: Counter<'rule' | 'severity' | 'change'>;
  readonly alertDeliveries: Counter<'webhook' | 'result'>;
  readonly turnCounters: TurnCounters;
  readonly callCounters: CallCounters;
  readonly stateGauges: StateGauges;
  /** Keeps labels few-valued, in the same way for every metric. */
  readonly toLabel: ToLabel;
  /** Prometheus text exposition format, version 0.0.4. */
  text(): Promise<string>;
  /** Everything there is, for whoever lists it. */
  describe(): readonly MetricDescription[];
  /** Values of one counter or gauge as they stand; none where there is no such metric. */
  samples(name: string): Promise<readonly Sample[]>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const toLabel = createLabeller();
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter<Label>({ name: `confidant_${name}`, help, labelNames, registers });
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[], buckets = secondBuckets) =>
    new Histogram<Label>({ name: `confidant_${name}`, help, labelNames, registers, buckets });
  const turns = counter('turns_total', 'Sealed turns', ['outcome', 'mode', 'reason']);
  // Every reason has its series from the start: one that is missing is a mistake, one at 0 is an answer.
  for (const reason of handoverReasons) turns.inc({ outcome: 'handed-over', mode: 'scripted', reason }, 0);
  const startSeconds = new Gauge({ name: 'confidant_start_seconds', help: 'Time to be ready after start', registers });
  return {
    startSeconds,
    requests: counter('http_requests_total', 'Answered requests', ['method', 'route', 'status']),
    requestSeconds: seconds('http_request_seconds', 'Time to the first byte of an answer', ['method', 'route']),
    turns,
    turnSeconds: seconds('turn_seconds', 'Time from message to sealed turn', ['outcome']),
    stageSeconds: seconds('stage_seconds', 'Time of one stage of a turn', ['stage'], stageBuckets),
    restarts: counter('engine_restarts_total', 'Engines that were started again, or came late', ['engine']),
    shed: counter('work_shed_total', 'Calls refused because there was no room', ['work']),
    watches: new Gauge({
      name: 'confidant_watch_alarm',
      help: '1 while the disk runs full or the event loop is late',
      labelNames: ['watch'],
      registers,
    }),
    breakers: new Gauge({
      name: 'confidant_breaker_open',
      help: '1 while a dependency is left alone or tried, 0 while it serves',
      labelNames: ['dependency'],
      registers,
    }),
    breakerChanges: counter('breaker_changes_total', 'Breakers that opened, probed or closed', ['dependency', 'state']),
    policies: counter('policy_loads_total', 'Policy files read while running', ['result']),
    reveals: counter('reveals_total', 'Masked values asked for, `stopped` is an alarm', ['result', 'role']),
    logAlarms: counter('log_alarms_total', 'Changes of the log that kiosks and auditors found', ['code']),
    faults: counter('faults_total', 'Faults caught, by their code', ['code']),
    faultCauses: counter('fault_causes_total', 'The same by the code of the first cause', ['code']),
    alerts: counter('alerts_total', 'Alerts raised and cleared', ['rule', 'severity', 'change']),
    alertDeliveries: counter('alert_deliveries_total', 'Attempts to tell a webhook', ['webhook', 'result']),
    turnCounters: createTurnCounters(registry, toLabel),
    callCounters: createCallCounters(registry, toLabel),
    stateGauges: createStateGauges(registry, toLabel),
    toLabel,
    text: () => registry.metrics(),
    describe: () => registry.getMetricsAsArray().map(toDescription),
    samples: async (name) => (await registry.getSingleMetric(name)?.get())?.values ?? [],
  };
}

/** The library keeps the labels of a metric to itself in its types, and has them. */
function toDescription(metric: object): MetricDescription {
  const { name, help, type, labelNames } = descriptionSchema.parse(metric);
  return { name, help, type, labels: labelNames };
}
