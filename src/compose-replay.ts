import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPassageIndex } from './adapters/hnsw/open-passage-index.ts';
import { copyCaches } from './adapters/sqlite/copy-caches.ts';
import { openDatabaseForReading, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openKnowledgeStore } from './adapters/sqlite/open-knowledge-store.ts';
import { openPolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { openRecords } from './adapters/sqlite/open-records.ts';
import { openTextIndex } from './adapters/sqlite/open-text-index.ts';
import { createConversationReader } from './adapters/sqlite/read-conversations.ts';
import { findComposer } from './compose-composer.ts';
import type { Engines } from './compose-engines.ts';
import { findJudge } from './compose-judge.ts';
import { findKeysBeside } from './compose-keys.ts';
import { openCollections } from './compose-knowledge.ts';
import { createPassageFinder } from './compose-passages.ts';
import { readPolicyFolder, readPolicyTexts } from './compose-policy.ts';
import type { Applicant } from './compose-qualification.ts';
import { createStages } from './compose-stages.ts';
import { readLogKey } from './compose-store.ts';
import type { Environment } from './config/read-environment.ts';
import type { ActionPorts } from './pipeline/acting/action-ports.ts';
import { createDryLedger } from './pipeline/replay/dry-ledger.ts';
import { createReplayTurn, type ReplayedTurn, type ReplayPorts } from './pipeline/replay/replay-turn.ts';
import type { Composer, Judge, Stages } from './pipeline/stages.ts';
import type { PolicySet } from './policy/parse-policy-set.ts';
import { PolicyError } from './policy/policy-error.ts';
import type { SubjectKeys } from './privacy/subject-keys.ts';
import { noTracer } from './telemetry/tracer.ts';

export interface ReplayOptions {
  readonly environment: Environment;
  /** By default that of the data folder; a copy needs `keys.db` and the master key beside it. */
  readonly database?: string;
  readonly versions: ReplayPorts['versions'];
  /** A folder of policies in place of those the turns were recorded under. */
  readonly policies?: string;
  /** Opened by the caller, who closes them; text models are asked only at the versions of the present. */
  readonly engines: Pick<Engines, 'embedder' | 'generator'>;
}

/** Recorded conversations, to be run again on a store as it was at one moment; nothing is written. */
export interface Replay extends Disposable {
  conversations(): readonly string[];
  /** Every recorded turn of a conversation in order, or one of them. */
  replay(conversation: string, turn?: number): Promise<readonly ReplayedTurn[]>;
}

/** Opens what an appliance recorded, beside it while it runs or on a copy. @throws {PolicyError} {StoreError} */
export async function openReplay(options: ReplayOptions): Promise<Replay> {
  const { environment } = options;
  const file = options.database ?? join(environment.data, 'confidant.db');
  if (!existsSync(file)) throw new Error(`Nothing is recorded in "${file}": name another with --database`);
  const keys = findKeysBeside(file, environment.keyVault);
  if (keys === undefined) throw new Error(`What "${file}" recorded cannot be read without the keys.db beside it`);
  const database = openDatabaseForReading(file);
  const caches = copyCaches(database);
  const close = (): void => {
    caches.close();
    database.close();
    keys.close();
  };
  try {
    // One snapshot for all of it: the appliance may go on meanwhile.
    database.exec('BEGIN');
    const stages = await openStages(options, { database, caches, keys });
    const replayTurn = createReplayTurn({
      stages,
      versions: options.versions,
      ...createLookups(options, database),
      findPassage: createPassageFinder(database),
    });
    const read = createConversationReader(database, keys);
    return {
      conversations: () => database.prepare<[], string>('SELECT id FROM conversations ORDER BY rowid').pluck().all(),
      replay: async function replayConversation(conversation, turn) {
        const recorded = read(conversation);
        const turns = recorded.entries.flatMap(({ entry }) => (entry.kind === 'turn' ? [entry.turn] : []));
        const replayed: ReplayedTurn[] = [];
        for (const one of turn === undefined ? turns : [turn]) replayed.push(await replayTurn(recorded, one));
        return replayed;
      },
      [Symbol.dispose]: close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface Opened {
  readonly database: SqliteDatabase;
  readonly caches: SqliteDatabase;
  readonly keys: SubjectKeys;
}

async function openStages(options: ReplayOptions, { database, caches, keys }: Opened): Promise<Stages> {
  const { environment, engines } = options;
  const knowledge = openKnowledgeStore(database, () => new Date());
  const passageIndex = openPassageIndex(null);
  await openCollections(knowledge, passageIndex);
  const version = await knowledge.version();
  const { composer, judge } = await chooseRoles(options);
  const policy = readPolicyFolder(options.policies ?? environment.policies);
  return createStages({
    store: {
      records: openRecords({ database, keys, log: { entry: () => undefined } }),
      ledger: createDryLedger().ledger,
      knowledge,
      passageIndex,
      textIndex: openTextIndex(database),
      database: caches,
    },
    engines: { embedder: engines.embedder, classifier: null },
    policy: (of) => (of ? policy.policyFor(of) : policy.base),
    composer: () => composer,
    judge: () => judge,
    actions: neverCalled,
    knowledgeVersion: () => version,
    defaultCollection: () => 'default',
    isStopped: () => false,
    isDiskLow: () => false,
    now: () => new Date(),
    observeStage: () => undefined,
    observeFault: () => undefined,
    observeTurn: () => undefined,
    observeVerdict: () => undefined,
    span: noTracer.span,
  });
}

/** What the text model may do now, as far as it is qualified; of recorded versions it says again what it said. */
async function chooseRoles(options: ReplayOptions): Promise<{ composer: Composer | null; judge: Judge | null }> {
  const { engines, environment } = options;
  if (options.versions === 'recorded' || engines.generator === null) return { composer: null, judge: null };
  const { models, data } = environment;
  const applicant: Applicant = { generator: engines.generator, models, data, signingKey: readLogKey(data) };
  return { composer: (await findComposer(applicant)).composer, judge: await findJudge(applicant) };
}

function createLookups(
  { policies, versions, environment }: ReplayOptions,
  database: SqliteDatabase,
): Pick<ReplayPorts, 'policy' | 'policyOf'> {
  const history = openPolicyHistory(database);
  const kept = new Map<string, PolicySet | undefined>();
  const read = (hash: string): PolicySet | undefined => {
    const texts = history.find(hash);
    if (texts === null) return undefined;
    try {
      return readPolicyTexts(texts, environment.policies);
    } catch (error) {
      // Written for another release: nobody can say any more what it meant.
      if (error instanceof PolicyError) return undefined;
      throw error;
    }
  };
  const present = policies ?? (versions === 'present' ? environment.policies : undefined);
  return {
    policy: present === undefined ? null : readPolicyFolder(present),
    policyOf: (hash) => {
      if (!kept.has(hash)) kept.set(hash, read(hash));
      return kept.get(hash);
    },
  };
}

const neverCalled: ActionPorts = {
  connector: () => Promise.reject(new Error('Systems of record are not called by a replay')),
  codeSender: () => ({ send: () => Promise.reject(new Error('No code is sent by a replay')) }),
  newCode: () => '',
  keyedHash: () => '',
  subjectOf: () => '',
};
