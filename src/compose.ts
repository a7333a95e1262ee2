import { join } from 'node:path';
import { readStopSwitch } from './adapters/sqlite/read-stop-switch.ts';
import { type Actions, createActions } from './compose-actions.ts';
import { type Alerts, createAlerts } from './compose-alerts.ts';
import { createDesks } from './compose-desks.ts';
import { type Engines, openCatalogueEngines } from './compose-engines.ts';
import { type ApplianceGuards, createApplianceGuards } from './compose-guards.ts';
import { createHttp } from './compose-http.ts';
import { openApplianceKnowledge } from './compose-knowledge.ts';
import { keepTakingModels, type LateParts } from './compose-late-models.ts';
import { keepNotedActs } from './compose-noted-acts.ts';
import { observeConnectors } from './compose-observed-calls.ts';
import { observeEngines } from './compose-observed-engines.ts';
import { openPolicy, watchPolicy } from './compose-policy.ts';
import { createReadiness } from './compose-readiness.ts';
import { recordPolicyChanges, recordStart, recordStop } from './compose-record.ts';
import { openRoles } from './compose-roles.ts';
import { keepSealing } from './compose-segments.ts';
import { createStaff } from './compose-staff.ts';
import { createStages } from './compose-stages.ts';
import { createStopSwitch } from './compose-stop-switch.ts';
import { openStore, type Store } from './compose-store.ts';
import { createSubjects, finishErasures, keepRetention, toSubjectActs } from './compose-subjects.ts';
import { observeCalls, openTraces } from './compose-traces.ts';
import { createWarnings } from './compose-warnings.ts';
import { type ApplianceWatches, openDoor, openWatches } from './compose-watches.ts';
import type { Config } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { withinDeadline } from './conversation/within-deadline.ts';
import type { HttpApp } from './http/http-env.ts';
import { ensureFirstKeys, type FirstKeys } from './identity/first-keys.ts';
import { recoverActions } from './pipeline/acting/recover-actions.ts';
import { createAnswerOnce } from './pipeline/answer-once.ts';
import type { ConversationDesk, PeopleDesk } from './pipeline/appliance.ts';
import { type ConversationLocks, createConversationLocks } from './pipeline/conversation-locks.ts';
import { recoverTurns } from './pipeline/recover-turns.ts';
import { createRevealValue } from './pipeline/reveal-value.ts';
import type { Composer, Judge, Stages } from './pipeline/stages.ts';
import type { SubjectDesk } from './pipeline/subjects/subject-desk.ts';
import type { StageName } from './pipeline/views.ts';
import { warmUp } from './pipeline/warm-up.ts';
import type { PolicyHolder } from './policy/policy-holder.ts';
import { createEvents, type Events } from './telemetry/events.ts';
import { createLog, type Log, type LogDestination } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import type { Tracer } from './telemetry/tracer.ts';

export interface ApplianceOptions {
  readonly environment: Environment;
  readonly config: Config;
  /** Folder of the built kiosk page; null serves none. */
  readonly pages: string | null;
  readonly now?: () => Date;
  readonly log?: Log;
  /** Where log lines go in place of standard output. */
  readonly logTo?: LogDestination;
  /** Engines in place of those of the catalogue, or these on their way. Whatever they are, the appliance closes them. */
  readonly engines?: Engines | Promise<Engines>;
  /** A text model that may speak without an examination: for benches and tests of the path alone. */
  readonly composer?: Composer;
  /** The same for a model that judges intents. */
  readonly judge?: Judge;
  /** False takes no look at the rules of alerts but those that are asked for: a story then has the entries it tells of. */
  readonly watchAlerts?: boolean;
  readonly onProgress?: (what: string) => void;
}

/** The whole running product. */
export interface Appliance {
  readonly app: HttpApp;
  readonly stages: Stages;
  readonly store: Store;
  readonly engines: Engines;
  readonly conversations: ConversationDesk;
  readonly people: PeopleDesk;
  readonly subjects: SubjectDesk;
  readonly alerts: Alerts;
  readonly events: Events;
  /** Keys that were made at this start, to be shown once. */
  readonly firstKeys: FirstKeys | undefined;
  /** What the operator should know: broken policy, documents left out, models that are still missing. */
  readonly warnings: readonly string[];
  /** Refuses whatever comes from now on, with a time to try again; what is under way goes on. */
  refuseWork(): void;
  /** Lets nobody in any more, finishes what is under way, closes everything in reverse order. */
  close(): Promise<void>;
}

/** How long a stop waits for turns; each has a deadline of its own, below this. */
const LONGEST_STOP_MS = 20_000;

/** Opens an appliance: store, keys, policy, engines, knowledge, desks, HTTP. */
export async function openAppliance(options: ApplianceOptions): Promise<Appliance> {
  const { environment, config } = options;
  const now = options.now ?? (() => new Date());
  // Models load in processes of their own: everything else is opened meanwhile.
  const opening = Promise.resolve(options.engines ?? openCatalogueEngines(environment, config));
  // Awaited below; until then a failure must not count as one nobody sees.
  opening.catch(() => undefined);
  const opened: { close(): Promise<void> | void }[] = [{ close: () => opening.then((engines) => engines.close()) }];
  try {
    const metrics = createMetrics();
    const tracer = openTraces(config, environment.data);
    opened.push(tracer);
    const log = options.log ?? createLog(options.logTo ?? 'stdout', tracer.current, config.log.level);
    const events = createEvents(log, metrics);
    const store = openStore(environment.data, now, environment.keyVault);
    opened.push(store);
    const firstKeys = await ensureFirstKeys(join(environment.data, 'keys.json'), store.keyStore);
    const policy = openPolicy(environment.policies, store.policyHistory);
    const watches = await openWatches(environment.data, config.disk, events);
    opened.push(watches);
    options.onProgress?.('Opening models');
    const guards = createApplianceGuards(events);
    const bare = await opening;
    const engines = guards.engines(bare, config);
    engines.onRestart((engine) => events.engineRestarted({ engine }));
    const observed = observeEngines(engines, observeCalls(metrics.callCounters, tracer));
    const beside = { metrics, tracer, events, guards, watches };
    return await assemble({ options, now, ...beside, store, firstKeys, policy, bare, engines, observed });
  } catch (error) {
    // An engine left open would keep a process alive that has nothing more to do.
    for (const one of opened.reverse()) await Promise.resolve(one.close()).catch(() => undefined);
    throw error;
  }
}

interface Parts {
  readonly options: ApplianceOptions;
  readonly now: () => Date;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly events: Events;
  readonly store: Store;
  readonly firstKeys: FirstKeys | undefined;
  readonly policy: PolicyHolder;
  readonly guards: ApplianceGuards;
  readonly watches: ApplianceWatches;
  /** As they were opened. */
  readonly bare: Engines;
  /** The same, each behind its guard. */
  readonly engines: Engines;
  /** The same again, with every call counted. */
  readonly observed: Engines;
}

async function assemble(parts: Parts): Promise<Appliance> {
  const { options, store, policy, engines, events, guards, watches, now, metrics } = parts;
  const { environment, config, onProgress } = options;
  const knowledge = await openApplianceKnowledge({ folder: environment.knowledge, store, policy, engines, onProgress });
  const chosen = await openRoles({ ...options, generator: parts.observed.generator, store });
  const held = { stopped: readStopSwitch(store.database) };
  const isStopped = (): boolean => held.stopped;
  const actions = openActions(parts);
  const staff = createStaff({ store, settings: config.signIn, now, guard: guards.provider });
  const stages = openStages(parts, { knowledge, roles: chosen.roles, actions, isStopped });
  const locks = createConversationLocks();
  const { data } = environment;
  const { classify, forgetTail } = stages;
  const rights = createSubjects({ store, data, locks, classify, forgetTail, policy: policy.current, now });
  await recordStart(parts, stages, knowledge.current().report);
  // First, so that nothing is recovered of somebody who is being erased.
  await finishErasures(rights, events);
  await staff.recordChanges();
  await recover(stages);
  const answerOnce = createAnswerOnce(store.records);
  const admission = openDoor(config.limits, watches, events);
  const desks = createDesks({ config, store, events, admission }, { stages, locks, answerOnce });
  const composer = chosen.finding;
  const readiness = createReadiness({ engines, policy, composer, guards, watches, admission, isStopped, store });
  const states = { isWitnessed: config.witnesses.length > 0, isRetentionHeld: rights.isRetentionHeld };
  const alerts = createAlerts({ store, stages, metrics, events, data, ...states, readiness });
  const app = createHttp({
    ...desks,
    staff,
    alerts,
    reveal: createRevealValue({ stages, attempts: store.revealAttempts, locks, observe: events }),
    subjects: toSubjectActs(rights, answerOnce),
    store,
    stages,
    events,
    readiness,
    admission,
    setStopped: createStopSwitch(stages, held, answerOnce),
    config,
    pages: options.pages,
    metrics: () => metrics.text(),
    trace: parts.tracer.request,
  });
  const background = await startBackground(parts, { stages, rights, alerts, knowledge, roles: chosen });
  const warnings = await createWarnings({ policy, actions, engines, knowledge });
  const refuseWork = admission.close;
  const close = (): Promise<void> => {
    refuseWork();
    return closeAll(parts, { stages, actions, locks, stops: [watches.close, ...background] });
  };
  const own = { app, stages, store, engines: parts.bare, subjects: rights, alerts, events, firstKeys: parts.firstKeys };
  return {
    ...own,
    ...desks,
    refuseWork,
    close,
    get warnings() {
      return warnings();
    },
  };
}

interface Opened {
  readonly knowledge: { current(): { readonly version: string; readonly collection: string } };
  readonly roles: Pick<Stages, 'composer' | 'judge'>;
  readonly actions: Actions;
  isStopped(): boolean;
}

function openStages(parts: Parts, { knowledge, roles, actions, isStopped }: Opened): Stages {
  const { store, policy, guards, watches, now } = parts;
  return createStages({
    store: { ...store, passageIndex: guards.index(store.passageIndex) },
    engines: parts.observed,
    policy: policy.current,
    ...roles,
    actions,
    knowledgeVersion: () => knowledge.current().version,
    defaultCollection: () => knowledge.current().collection,
    isStopped,
    isDiskLow: () => watches.disk() !== 'ready',
    now,
    ...toObservers(parts),
  });
}

function toObservers({ events, tracer }: Parts) {
  return {
    span: tracer.span,
    observeStage: (stage: StageName, ms: number) => events.stageTimed({ stage, ms }),
    observeFault: (code: string) => events.faultCaught({ code }),
    observeTurn: events.turnMeasured,
    observeVerdict: events.handoverJudged,
  };
}

/** Ends what the last stop cut off, then makes the first turn as fast as the others. */
async function recover(stages: Stages): Promise<void> {
  await recoverTurns(stages);
  await recoverActions(stages);
  await warmUp(stages);
}

function openActions({ options, store, guards, metrics }: Parts): Actions {
  const { policies, data } = options.environment;
  const { requestHash: keyedHash, subjectOf } = store.keys;
  const actions = createActions({ policies, data, guard: guards.connector, keyedHash, subjectOf });
  return observeConnectors(actions, metrics.callCounters.countBackendCall);
}

interface Running extends Pick<LateParts, 'knowledge' | 'roles'> {
  readonly stages: Stages;
  readonly rights: SubjectDesk;
  readonly alerts: Alerts;
}

type Stop = () => Promise<void> | void;

/** What goes on beside the requests; answers how to stop each. */
async function startBackground(parts: Parts, running: Running): Promise<readonly Stop[]> {
  const { options, store, events, policy, engines } = parts;
  const { stages, rights, alerts, knowledge, roles } = running;
  const { policies, data } = options.environment;
  return [
    keepTakingModels({ engines, store, stages, events, knowledge, roles }),
    watchPolicy(policies, policy, recordPolicyChanges(parts, stages)),
    keepRetention(rights, events),
    keepSealing({ store, stages, events }),
    await keepNotedActs(data, store, events),
    ...(options.watchAlerts === false ? [] : [alerts.watch()]),
  ];
}

interface Closing {
  readonly stages: Stages;
  readonly actions: Actions;
  readonly locks: ConversationLocks;
  readonly stops: readonly Stop[];
}

async function closeAll({ engines, store, events, tracer }: Parts, closing: Closing): Promise<void> {
  const { stages, actions, locks, stops } = closing;
  for (const stop of stops) await stop();
  await withinDeadline(LONGEST_STOP_MS, () => locks.idle()).catch((error: unknown) =>
    events.faultCaught({ code: 'turns-left-behind', error }),
  );
  await recordStop(stages).catch((error: unknown) => events.faultCaught({ code: 'stop-not-recorded', error }));
  await Promise.all([engines.close(), actions.close(), tracer.close()]);
  store.close();
}
