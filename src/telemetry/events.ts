import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { HandoverVerdict, TurnMeasures } from './turn-metrics.ts';

/** One function an event: a log line and a metric. Fields are few-valued, none holds customer text, none ever throws. */
export interface Events {
  serverStarted(event: { readonly host: string; readonly port: number; readonly ms: number }): void;
  /** `route` is the pattern (`/v1/conversations/:id`), never the path: paths name conversations. */
  requestHandled(event: RequestHandled): void;
  turnSealed(event: TurnSealed): void;
  /** A histogram alone: nine lines a turn would drown the log. */
  stageTimed(event: { readonly stage: string; readonly ms: number }): void;
  /** Numbers alone, like `stageTimed`. */
  turnMeasured(event: TurnMeasures): void;
  handoverJudged(event: HandoverVerdict): void;
  engineRestarted(event: { readonly engine: string }): void;
  /** Work refused for want of room, by its rank. A counter alone: lines would make it worse. */
  workShed(rank: string): void;
  /** A disk that runs full, an event loop that is late; `ready` when it is over. */
  watchChanged(event: { readonly watch: 'disk' | 'event-loop'; readonly state: string }): void;
  breakerChanged(event: { readonly dependency: string; readonly state: 'closed' | 'open' | 'probing' }): void;
  policyReloaded(event: { readonly hash: string }): void;
  /** A broken policy file keeps the last good snapshot. */
  policyRejected(event: { readonly code: string }): void;
  /** `stopped` is an alarm: somebody reads value after value. */
  revealAnswered(event: { readonly result: 'revealed' | 'refused' | 'stopped'; readonly role: string }): void;
  /** `rule` is an id of policy. */
  alertChanged(event: {
    readonly rule: string;
    readonly severity: string;
    readonly change: 'raised' | 'cleared';
  }): void;
  /** An attempt to tell a webhook; `result` is a code, `delivered` where it arrived. */
  alertSent(event: { readonly webhook: string; readonly result: string }): void;
  /** A watcher outside found the log changed: always worth a person. */
  logAlarmRaised(event: { readonly code: string }): void;
  faultCaught(event: FaultCaught): void;
}

export interface RequestHandled {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

export interface TurnSealed {
  readonly outcome: string;
  /** Speaking mode of the reply, null where nothing was said. */
  readonly mode: string | null;
  /** Why a person takes over, null where none does. */
  readonly reason: string | null;
  readonly ms: number;
}

export interface FaultCaught {
  readonly code: string;
  readonly requestId?: string;
  /** Only its class and the places it passed are told: its message may quote the customer. */
  readonly error?: unknown;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const STACK_FRAMES = 8;

export function createEvents(log: Log, metrics: Metrics): Events {
  const label = metrics.toLabel;
  return {
    ...createTurnEvents(log, metrics, label),
    ...createStateEvents(log, metrics, label),
    ...createAlarmEvents(log, metrics, label),
    serverStarted: safely(({ host, port, ms }) => {
      metrics.startSeconds.set(ms / 1000);
      log.info({ event: 'server-started', host, port, ms }, 'server started');
    }),
    requestHandled: safely(({ requestId, status, ms, ...event }) => {
      const method = methods.includes(event.method) ? event.method : 'other';
      const route = label('route', event.route);
      metrics.requests.inc({ method, route, status: String(status) });
      metrics.requestSeconds.observe({ method, route }, ms / 1000);
      log.info({ event: 'request-handled', requestId, method, route, status, ms }, 'request handled');
    }),
    policyReloaded: safely(({ hash }) => {
      metrics.policies.inc({ result: 'reloaded' });
      log.info({ event: 'policy-reloaded', hash }, 'policy reloaded');
    }),
    policyRejected: safely(({ code }) => {
      metrics.policies.inc({ result: 'rejected' });
      log.error({ event: 'policy-rejected', code: label('code', code) }, 'policy rejected, last good one kept');
    }),
    faultCaught: safely(({ requestId, error, ...event }) => {
      const code = label('code', event.code);
      const cause = label('code', firstCauseOf(error) ?? event.code);
      metrics.faults.inc({ code });
      metrics.faultCauses.inc({ code: cause });
      log.error({ event: 'fault-caught', code, cause, requestId, ...toTrace(error) }, 'fault caught');
    }),
  };
}

type ToLabel = Metrics['toLabel'];

/** What parts of the appliance do of themselves. */
function createStateEvents(
  log: Log,
  metrics: Metrics,
  label: ToLabel,
): Pick<Events, 'engineRestarted' | 'workShed' | 'watchChanged' | 'breakerChanged'> {
  return {
    engineRestarted: safely((event) => {
      const engine = label('engine', event.engine);
      metrics.restarts.inc({ engine });
      log.warn({ event: 'engine-restarted', engine }, 'engine restarted');
    }),
    workShed: safely((rank) => metrics.shed.inc({ work: label('work', rank) })),
    watchChanged: safely(({ watch, ...event }) => {
      const state = label('state', event.state);
      metrics.watches.set({ watch }, state === 'ready' ? 0 : 1);
      log.warn({ event: 'watch-changed', watch, state }, 'watch changed');
    }),
    breakerChanged: safely(({ state, ...event }) => {
      const dependency = label('dependency', event.dependency);
      metrics.breakers.set({ dependency }, state === 'closed' ? 0 : 1);
      metrics.breakerChanges.inc({ dependency, state });
      log.warn({ event: 'breaker-changed', dependency, state }, 'breaker changed');
    }),
  };
}

/** What somebody has to look at. */
function createAlarmEvents(
  log: Log,
  metrics: Metrics,
  label: ToLabel,
): Pick<Events, 'revealAnswered' | 'alertChanged' | 'alertSent' | 'logAlarmRaised'> {
  return {
    revealAnswered: safely(({ result, ...event }) => {
      const role = label('role', event.role);
      metrics.reveals.inc({ result, role });
      const line = { event: 'reveal-answered', result, role };
      if (result === 'stopped') log.error(line, 'somebody reveals too many values and is stopped');
      else log.info(line, 'reveal answered');
    }),
    alertChanged: safely(({ change, ...event }) => {
      const [rule, severity] = [label('rule', event.rule), label('severity', event.severity)];
      metrics.alerts.inc({ rule, severity, change });
      log.warn({ event: `alert-${change}`, rule, severity }, `alert ${change}`);
    }),
    alertSent: safely((event) => {
      const [webhook, result] = [label('webhook', event.webhook), label('result', event.result)];
      metrics.alertDeliveries.inc({ webhook, result });
      if (result !== 'delivered') log.warn({ event: 'alert-not-delivered', webhook, result }, 'alert not delivered');
    }),
    logAlarmRaised: safely((event) => {
      const code = label('alarm', event.code);
      metrics.logAlarms.inc({ code });
      log.error({ event: 'log-alarm-raised', code }, 'somebody outside finds the log changed');
    }),
  };
}

function createTurnEvents(
  log: Log,
  metrics: Metrics,
  label: ToLabel,
): Pick<Events, 'turnSealed' | 'stageTimed' | 'turnMeasured' | 'handoverJudged'> {
  return {
    turnMeasured: safely(metrics.turnCounters.countTurn),
    handoverJudged: safely(metrics.turnCounters.countVerdict),
    turnSealed: safely(({ ms, ...event }) => {
      const outcome = label('outcome', event.outcome);
      const mode = label('mode', event.mode ?? 'none');
      const reason = label('reason', event.reason ?? 'none');
      metrics.turns.inc({ outcome, mode, reason });
      metrics.turnSeconds.observe({ outcome }, ms / 1000);
      log.info({ event: 'turn-sealed', outcome, mode, reason, ms }, 'turn sealed');
    }),
    stageTimed: safely((event) => {
      const stage = label('stage', event.stage);
      metrics.stageSeconds.observe({ stage }, event.ms / 1000);
    }),
  };
}

/** Telemetry that fails must not fail a turn: a full disk under the log is no reason to leave a customer waiting. */
function safely<Event>(tell: (event: Event) => void): (event: Event) => void {
  return function tellSafely(event) {
    try {
      tell(event);
    } catch {
      // There is nowhere left to tell it.
    }
  };
}

/** Causes are followed this far: a chain may be a circle. */
const MOST_CAUSES = 8;

/** Code of the innermost error that has one in our spelling; its message is never looked at. */
function firstCauseOf(error: unknown): string | undefined {
  let code: string | undefined;
  let at = error;
  for (let depth = 0; depth < MOST_CAUSES && at instanceof Error; depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^[a-z][a-z-]{1,40}$/.test(at.code)) code = at.code;
    at = at.cause;
  }
  return code;
}

function toTrace(error: unknown): { readonly kind?: string; readonly frames?: readonly string[] } {
  if (!(error instanceof Error)) return {};
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { kind: error.constructor.name, frames: frames.slice(0, STACK_FRAMES).map((line) => line.trim()) };
}
