import { performance } from 'node:perf_hooks';
import { monotonicFactory } from 'ulid';
import type { SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openFittedCache } from './adapters/sqlite/open-fitted-cache.ts';
import { rememberVectors } from './adapters/sqlite/remember-vectors.ts';
import type { Engines } from './compose-engines.ts';
import type { Store } from './compose-store.ts';
import type { Embedder } from './models/embedder.ts';
import type { ActionPorts } from './pipeline/acting/action-ports.ts';
import { createConversationRedaction } from './pipeline/redact-conversation.ts';
import type { Composer, Judge, Stages } from './pipeline/stages.ts';
import type { StageName } from './pipeline/views.ts';
import { createTextClassification } from './redaction/classify-text.ts';
import { createRetrieval } from './retrieval/retrieve-passages.ts';
import { createIntentExamples } from './triage/intent-examples.ts';
import { createSentenceValidator } from './validation/sentence-validator.ts';
import { validateDraft } from './validation/validate-draft.ts';

export interface StageParts {
  readonly store: Pick<Store, 'records' | 'ledger' | 'knowledge' | 'passageIndex' | 'textIndex' | 'database'>;
  readonly engines: Pick<Engines, 'embedder' | 'classifier'>;
  policy: Stages['policy'];
  composer(): Composer | null;
  judge(): Judge | null;
  readonly actions: ActionPorts;
  knowledgeVersion(): string;
  defaultCollection(): string;
  isStopped(): boolean;
  isDiskLow(): boolean;
  now(): Date;
  readonly span: Stages['span'];
  observeStage(stage: StageName, ms: number): void;
  observeFault(code: string): void;
  observeTurn: Stages['observeTurn'];
  observeVerdict: Stages['observeVerdict'];
}

/** Puts the stages of the path together. */
export function createStages(parts: StageParts): Stages {
  const { store, engines } = parts;
  const { embedder, classifier } = engines;
  const classify = classifier ? createTextClassification(classifier) : undefined;
  const newUlid = monotonicFactory();
  return {
    records: store.records,
    ledger: store.ledger,
    embedder,
    retrievePassages: createRetrieval({
      store: store.knowledge,
      passageIndex: store.passageIndex,
      textIndex: store.textIndex,
    }),
    ...createConversationRedaction({ records: store.records, policy: parts.policy, classify }),
    classify,
    intentExamples: createExamplesOf(embedder, store.database),
    composer: parts.composer,
    judge: parts.judge,
    actions: parts.actions,
    validateDraft,
    createSentenceValidator,
    knowledgeVersion: parts.knowledgeVersion,
    defaultCollection: parts.defaultCollection,
    isKnownCollection: async (collection) =>
      collection === parts.defaultCollection() || (await store.knowledge.collections()).includes(collection),
    policy: parts.policy,
    isStopped: parts.isStopped,
    isDiskLow: parts.isDiskLow,
    now: parts.now,
    nowMs: () => performance.now(),
    newId: (prefix) => `${prefix}_${newUlid(parts.now().getTime())}`,
    span: parts.span,
    observeStage: parts.observeStage,
    observeFault: parts.observeFault,
    observeTurn: parts.observeTurn,
    observeVerdict: parts.observeVerdict,
  };
}

/** What the examples of policy teach; vectors and fits are kept in the database, for whoever asks next. */
export function createExamplesOf(embedder: Embedder, database: SqliteDatabase): Stages['intentExamples'] {
  return createIntentExamples(rememberVectors(embedder, database), openFittedCache(database));
}
