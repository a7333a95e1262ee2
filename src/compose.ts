import { join } from 'node:path';
import { readStopSwitch } from './adapters/sqlite/read-stop-switch.ts';
import { findComposer } from './compose-composer.ts';
import { type Engines, openEngines } from './compose-engines.ts';
import { commitEntry, createHttp } from './compose-http.ts';
import { openCollections, syncKnowledge } from './compose-knowledge.ts';
import { openPolicy, watchPolicy } from './compose-policy.ts';
import { createReadiness } from './compose-readiness.ts';
import { createStages } from './compose-stages.ts';
import { openStore, type Store } from './compose-store.ts';
import type { Config } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import type { HttpApp } from './http/http-env.ts';
import { ensureFirstKeys, type FirstKeys } from './identity/first-keys.ts';
import { createModelStore } from './models/model-store.ts';
import { createAnswerOnce } from './pipeline/answer-once.ts';
import type { Call, ConversationDesk, PeopleDesk } from './pipeline/appliance.ts';
import { createConversationDesk } from './pipeline/conversation-desk.ts';
import { createConversationLocks } from './pipeline/conversation-locks.ts';
import { createHandleMessage } from './pipeline/handle-message.ts';
import { createPeopleDesk } from './pipeline/people-desk.ts';
import { recoverTurns } from './pipeline/recover-turns.ts';
import type { Composer, Stages } from './pipeline/stages.ts';
import { warmUp } from './pipeline/warm-up.ts';
import { createEvents, type Events } from './telemetry/events.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';

export interface ApplianceOptions {
  readonly environment: Environment;
  readonly config: Config;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly now?: () => Date;
  readonly log?: Log;
  /** Engines in place of those of the catalogue. */
  readonly engines?: Engines;
  /** A text model that may speak without an examination: for benches and tests of the path alone. */
  readonly composer?: Composer;
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
  const metrics = createMetrics();
  const events = createEvents(options.log ?? createLog(config.log.level === 'silent' ? 'silent' : 'stdout'), metrics);
  const store = openStore(environment.data, now);
  try {
    const firstKeys = await ensureFirstKeys(join(environment.data, 'keys.json'), store.keyStore);
    const policy = openPolicy(environment.policies, store.policyHistory);
    const engines = options.engines ?? (await openCatalogueEngines(options, events));
    return await assemble({ options, now, metrics, events, store, firstKeys, policy, engines });
  } catch (error) {
    store.close();
    throw error;
  }
}

interface Parts {
  readonly options: ApplianceOptions;
  readonly now: () => Date;
  readonly metrics: Metrics;
  readonly events: Events;
  readonly store: Store;
  readonly firstKeys: FirstKeys | undefined;
  readonly policy: ReturnType<typeof openPolicy>;
  readonly engines: Engines;
}

async function assemble(parts: Parts): Promise<Appliance> {
  const { options, now, store, policy, engines, events } = parts;
  const { environment, config } = options;
  const knowledge = await loadApplianceKnowledge(parts);
  const composer = options.composer
    ? { composer: options.composer }
    : await findComposer({
        generator: engines.generator,
        models: environment.models,
        data: environment.data,
        signingKey: store.signingKey,
      });
  const held = { stopped: readStopSwitch(store.database) };
  const stages = createStages({
    store,
    embedder: engines.embedder,
    policy: policy.current,
    composer: () => composer.composer,
    knowledgeVersion: () => knowledge.version,
    defaultCollection: () => knowledge.collection,
    isStopped: () => held.stopped,
    now,
    observeStage: (stage, ms) => events.stageTimed({ stage, ms }),
    observeFault: (code) => events.faultCaught({ code }),
  });
  const answerOnce = createAnswerOnce(store.records);
  const locks = createConversationLocks();
  const prepareSubject = (reference: string): string => {
    const subject = store.keys.subjectOf(reference);
    store.keys.keyFor(subject);
    return subject;
  };
  const limits = { messageCharacters: config.limits.messageCharacters, turnsAtOnce: config.limits.turnsAtOnce };
  const handleMessage = createHandleMessage(stages);
  const conversations = createConversationDesk({
    stages,
    handleMessage,
    answerOnce,
    locks,
    prepareSubject,
    limits,
    observe: events.turnSealed,
  });
  const people = createPeopleDesk({ stages, answerOnce, locks });
  await recordStart(parts, stages);
  await recoverTurns(stages);
  await warmUp(stages);
  const setStopped = async (stopped: boolean, call: Call): Promise<void> => {
    held.stopped = stopped;
    const actor = { role: call.caller.role, key: call.caller.keyId };
    await commitEntry(stages, { v: 1, kind: stopped ? 'stop' : 'resume', at: now().toISOString(), actor });
  };
  const readiness = createReadiness({ engines, policy, composer, isStopped: () => held.stopped });
  const http = { store, stages, conversations, people, config, events, pages: options.pages, readiness, setStopped };
  const app = createHttp({ ...http, metrics: () => parts.metrics.text() });
  const stopWatching = watchPolicy(environment.policies, policy, (change) => onPolicyChange(parts, stages, change));
  const warnings = [...policy.problems(), ...Object.values(engines.problems), ...knowledge.warnings];
  const close = async (): Promise<void> => {
    stopWatching();
    await locks.idle();
    await commitEntry(stages, { v: 1, kind: 'appliance-stopped', at: now().toISOString(), actor: appliance }).catch(
      () => undefined,
    );
    await engines.close();
    store.close();
  };
  return { app, stages, store, engines, conversations, people, events, firstKeys: parts.firstKeys, warnings, close };
}

const appliance = { role: 'appliance', key: 'server' } as const;

async function openCatalogueEngines(
  { environment, config, onProgress }: ApplianceOptions,
  events: Events,
): Promise<Engines> {
  onProgress?.('Verifying and opening models');
  const models = await createModelStore({ directory: environment.models, offline: environment.offline });
  const onRestart = (engine: string): void => events.engineRestarted({ engine });
  return openEngines({ models, directory: environment.models, data: environment.data, config, onRestart });
}

/** Loads the knowledge folder; while the embedder is down, what was loaded before stays in use. */
async function loadApplianceKnowledge({ options, store, engines }: Parts) {
  const warnings: string[] = [];
  if (engines.embedder.isReady()) {
    const report = await syncKnowledge({
      folder: options.environment.knowledge,
      store: store.knowledge,
      passageIndex: store.passageIndex,
      embedder: engines.embedder,
      onProgress: (done, total) => options.onProgress?.(`Indexing knowledge: ${done} of ${total} documents`),
    });
    warnings.push(...report.failures);
    if (report.suspect.length > 0)
      warnings.push(`Kept out of answers, because they read like instructions: ${report.suspect.join(', ')}`);
  } else {
    await openCollections(store.knowledge, store.passageIndex);
  }
  const collections = await store.knowledge.collections();
  const collection = collections.includes('default') ? 'default' : (collections[0] ?? 'default');
  return { version: await store.knowledge.version(), collection, warnings };
}

async function recordStart({ store, now, engines, policy }: Parts, stages: Stages): Promise<void> {
  const at = now().toISOString();
  const snapshot = policy.current();
  const before = store.policyHistory.keep(snapshot);
  if (before !== snapshot.hash) {
    await commitEntry(stages, { v: 1, kind: 'policy-changed', at, actor: appliance, old: before, new: snapshot.hash });
  }
  const { embedder, generator } = engines;
  await commitEntry(stages, {
    v: 1,
    kind: 'appliance-started',
    at,
    actor: appliance,
    version: '0.1.0',
    policy: snapshot.hash,
    knowledge: stages.knowledgeVersion(),
    models: {
      [embedder.model.id]: embedder.model.sha256,
      ...(generator ? { [generator.model.id]: generator.model.sha256 } : {}),
    },
  });
}

function onPolicyChange(
  { store, events, now }: Parts,
  stages: Stages,
  change: Parameters<Parameters<typeof watchPolicy>[2]>[0],
): void {
  if (change.kind === 'rejected') return events.policyRejected({ code: 'policy-invalid' });
  if (change.kind === 'unchanged') return;
  store.policyHistory.keep(stages.policy());
  events.policyReloaded({ hash: change.to });
  const entry = {
    v: 1,
    kind: 'policy-changed',
    at: now().toISOString(),
    actor: appliance,
    old: change.from,
    new: change.to,
  } as const;
  commitEntry(stages, entry).catch((error: unknown) => events.faultCaught({ code: 'policy-not-recorded', error }));
}
