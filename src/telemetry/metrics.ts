import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { handoverReasons } from '../conversation/outcome.ts';

/** Seconds; fine around the aims of a turn (40–120 ms), coarse where something is wrong. */
const secondBuckets = [0.005, 0.01, 0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Everything the appliance counts, in a registry of its own so that two appliances in a process do not mix. */
export interface Metrics {
  readonly startSeconds: Gauge;
  readonly requests: Counter<'method' | 'route' | 'status'>;
  readonly requestSeconds: Histogram<'method' | 'route'>;
  readonly turns: Counter<'outcome' | 'mode' | 'reason'>;
  readonly turnSeconds: Histogram<'outcome'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly restarts: Counter<'engine'>;
  readonly policies: Counter<'result'>;
  readonly reveals: Counter<'result' | 'role'>;
  readonly faults: Counter<'code'>;
  /** Prometheus text exposition format, version 0.0.4. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter<Label>({ name: `confidant_${name}`, help, labelNames, registers });
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram<Label>({ name: `confidant_${name}`, help, labelNames, registers, buckets: secondBuckets });
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
    stageSeconds: seconds('stage_seconds', 'Time of one stage of a turn', ['stage']),
    restarts: counter('engine_restarts_total', 'Engines that were started again', ['engine']),
    policies: counter('policy_loads_total', 'Policy files read while running', ['result']),
    reveals: counter('reveals_total', 'Masked values asked for, `stopped` is an alarm', ['result', 'role']),
    faults: counter('faults_total', 'Faults caught, by their code', ['code']),
    text: () => registry.metrics(),
  };
}
