import { join } from 'node:path';
import { readStopSwitch } from './adapters/sqlite/read-stop-switch.ts';
import { type Actions, createActions } from './compose-actions.ts';
import { type Alerts, createAlerts, findWebhookProblems } from './compose-alerts.ts';
import { type ComposerFinding, findComposer } from './compose-composer.ts';
import { type Engines, openCatalogueEngines } from './compose-engines.ts';
import { createHttp } from './compose-http.ts';
import { findJudge } from './compose-judge.ts';
import { createDocumentScreen, openCollections, syncKnowledge } from './compose-knowledge.ts';
import { keepNotedActs } from './compose-noted-acts.ts';
import { observeConnectors } from './compose-observed-calls.ts';
import { observeEngines } from './compose-observed-engines.ts';
import { openPolicy, watchPolicy } from './compose-policy.ts';
import type { Applicant } from './compose-qualification.ts';
import { createReadiness } from './compose-readiness.ts';
import { onPolicyChange, recordStart, recordStop } from './compose-record.ts';
import { keepSealing } from './compose-segments.ts';
import { createStaff } from './compose-staff.ts';
import { createStages } from './compose-stages.ts';
import { openStore, type Store } from './compose-store.ts';
import { createSubjects, finishErasures, keepRetention, startInOrder, toSubjectActs } from './compose-subjects.ts';
import { observeCalls, openTraces } from './compose-traces.ts';
import type { Config } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import type { HttpApp } from './http/http-env.ts';
import { ensureFirstKeys, type FirstKeys } from './identity/first-keys.ts';
import type { LoadReport } from './knowledge/load-knowledge.ts';
import { recoverActions } from './pipeline/acting/recover-actions.ts';
import { type AnswerOnce, createAnswerOnce } from './pipeline/answer-once.ts';
import type { Call, ConversationDesk, PeopleDesk } from './pipeline/appliance.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import { createConversationDesk } from './pipeline/conversation-desk.ts';
import { createConversationLocks } from './pipeline/conversation-locks.ts';
import { createHandleMessage } from './pipeline/handle-message.ts';
import { createPeopleDesk, type PeopleDeskPorts } from './pipeline/people-desk.ts';
import { toActor } from './pipeline/recorded-call.ts';
import { recoverTurns } from './pipeline/recover-turns.ts';
import { createMemoryDesk } from './pipeline/remembering/memory-desk.ts';
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
  /** What the operator should know about this start: broken policy, missing models, documents left out. */
  readonly warnings: readonly string[];
  /** Lets nobody in any more, finishes what is under way, closes everything in reverse order. */
  close(): Promise<void>;
}

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
    const log =
      options.log ?? createLog(options.logTo ?? (config.log.level === 'silent' ? 'silent' : 'stdout'), tracer.current);
    const events = createEvents(log, metrics);
    const store = openStore(environment.data, now, environment.keyVault);
    opened.push(store);
    const firstKeys = await ensureFirstKeys(join(environment.data, 'keys.json'), store.keyStore);
    const policy = openPolicy(environment.policies, store.policyHistory);
    options.onProgress?.('Opening models');
    const engines = await opening;
    engines.onRestart((engine) => events.engineRestarted({ engine }));
    const observed = observeEngines(engines, observeCalls(metrics.callCounters, tracer));
    return await assemble({ options, now, metrics, tracer, events, store, firstKeys, policy, engines, observed });
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
  readonly engines: Engines;
  /** The same, with every call counted. */
  readonly observed: Engines;
}

async function assemble(parts: Parts): Promise<Appliance> {
  const { options, store, policy, engines, events, now, metrics } = parts;
  const { environment } = options;
  const knowledge = await loadApplianceKnowledge(parts);
  const { composer, roles } = await chooseRoles(parts);
  const held = { stopped: readStopSwitch(store.database) };
  const actions = openActions(parts);
  const staff = createStaff({ store, settings: options.config.signIn, now });
  const stages = createStages({
    store,
    engines: parts.observed,
    policy: policy.current,
    ...roles,
    actions,
    knowledgeVersion: () => knowledge.version,
    defaultCollection: () => knowledge.collection,
    isStopped: () => held.stopped,
    now,
    ...toObservers(parts),
  });
  await recordStart(parts, stages, knowledge.report);
  const locks = createConversationLocks();
  const { classify } = stages;
  const rights = createSubjects({ store, data: environment.data, locks, classify, policy: policy.current, now });
  // First, so that nothing is recovered of somebody who is being erased.
  await finishErasures(rights, events);
  await staff.recordChanges();
  await recover(stages);
  const answerOnce = createAnswerOnce(store.records);
  const desks = createDesks(parts, { stages, locks, answerOnce });
  const readiness = createReadiness({ engines, policy, composer, isStopped: () => held.stopped });
  const alerts = createAlerts({ store, stages, metrics, events, data: environment.data, readiness });
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
    setStopped: createStopSwitch(stages, held, answerOnce),
    config: options.config,
    pages: options.pages,
    metrics: () => metrics.text(),
    trace: parts.tracer.request,
  });
  const stopWatching = watchPolicy(environment.policies, policy, (change) => onPolicyChange(parts, stages, change));
  const background = [
    keepRetention(rights, events),
    keepSealing({ store, stages, events }),
    await keepNotedActs(environment.data, store, events),
    ...(options.watchAlerts === false ? [] : [alerts.watch()]),
  ];
  const warnings = [...policy.problems(), ...Object.values(engines.problems), ...knowledge.warnings];
  warnings.push(...(await actions.problems(policy.current())), ...findWebhookProblems(policy.current()));
  const close = async (): Promise<void> => {
    stopWatching();
    for (const stop of background) await stop();
    await locks.idle();
    await closeAll(parts, stages, actions);
  };
  const { firstKeys } = parts;
  return { app, stages, store, engines, ...desks, subjects: rights, alerts, events, firstKeys, warnings, close };
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

async function closeAll({ engines, store, events, tracer }: Parts, stages: Stages, actions: Actions): Promise<void> {
  await recordStop(stages).catch((error: unknown) => events.faultCaught({ code: 'stop-not-recorded', error }));
  await Promise.all([engines.close(), actions.close(), tracer.close()]);
  store.close();
}

function createStopSwitch(stages: Stages, held: { stopped: boolean }, answerOnce: AnswerOnce) {
  return (stopped: boolean, call: Call): Promise<void> =>
    // A late repeat must not throw the switch again: somebody may have thrown it back meanwhile.
    answerOnce(call, async () => {
      // Stopping takes hold at once; resuming only once it is on the record, or a restart would undo it.
      if (stopped) held.stopped = true;
      const kind = stopped ? 'stop' : 'resume';
      await commitEntry(stages, { v: 2, kind, at: stages.now().toISOString(), actor: toActor(call) }, call);
      held.stopped = stopped;
    });
}

/** Ends what the last stop cut off, then makes the first turn as fast as the others. */
async function recover(stages: Stages): Promise<void> {
  await recoverTurns(stages);
  await recoverActions(stages);
  await warmUp(stages);
}

function openActions({ options, store, now, metrics }: Parts): Actions {
  const { policies, data } = options.environment;
  const actions = createActions({ policies, data, now, keyedHash: (parts) => store.keys.requestHash([...parts]) });
  return observeConnectors(actions, metrics.callCounters.countBackendCall);
}

function createDesks({ options, store, events }: Parts, { stages, locks, answerOnce }: PeopleDeskPorts) {
  const { messageCharacters, turnsAtOnce } = options.config.limits;
  const prepareSubject = (reference: string): string => {
    const subject = store.keys.subjectOf(reference);
    // The key is on disk before the first row that needs it.
    store.keys.keyFor(subject);
    return subject;
  };
  const conversations = createConversationDesk({
    stages,
    handleMessage: createHandleMessage(stages),
    answerOnce,
    locks,
    prepareSubject,
    limits: { messageCharacters, turnsAtOnce },
    observe: events.turnSealed,
  });
  return {
    conversations: startInOrder(conversations, { store, locks }),
    people: createPeopleDesk({ stages, answerOnce, locks }),
    memory: createMemoryDesk({ stages, answerOnce }),
  };
}

/** What the text model may do in a turn, as far as it is qualified. */
async function chooseRoles({ options, observed, store }: Parts) {
  const { models, data } = options.environment;
  const applicant: Applicant = { generator: observed.generator, models, data, signingKey: store.signingKey };
  const composer: ComposerFinding = options.composer ? { composer: options.composer } : await findComposer(applicant);
  const judge = options.judge ?? (await findJudge(applicant));
  return { composer, roles: { composer: () => composer.composer, judge: () => judge } };
}

/** Loads the knowledge folder; while the embedder is down, what was loaded before stays in use. */
async function loadApplianceKnowledge({ options, store, policy, engines }: Parts) {
  const warnings: string[] = [];
  let report: LoadReport | null = null;
  if (engines.embedder.isReady()) {
    report = await syncKnowledge({
      folder: options.environment.knowledge,
      store: store.knowledge,
      passageIndex: store.passageIndex,
      embedder: engines.embedder,
      screen: createDocumentScreen(policy.current().files.privacy),
      onProgress: (done, total) => options.onProgress?.(`Indexing knowledge: ${done} of ${total} documents`),
    });
    warnings.push(...report.failures);
    if (report.suspect.length > 0)
      warnings.push(`Kept out of answers, because they read like instructions: ${report.suspect.join(', ')}`);
    if (report.personal.length > 0) warnings.push(`Documents hold personal data: ${report.personal.join('; ')}`);
  } else {
    await openCollections(store.knowledge, store.passageIndex);
  }
  const collections = await store.knowledge.collections();
  const collection = collections.includes('default') ? 'default' : (collections[0] ?? 'default');
  return { version: await store.knowledge.version(), collection, warnings, report };
}
