import { join } from 'node:path';
import { openTextEngine, type TextEngine, type TextEngineOptions } from './adapters/llama/open-text-engine.ts';
import {
  type EncoderEngine,
  type EncoderEngineOptions,
  openEncoderEngine,
} from './adapters/onnx/open-encoder-engine.ts';
import { hasPassedSome } from './compose-qualification.ts';
import type { Config } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import type { Embedder } from './models/embedder.ts';
import { createLateEmbedder } from './models/late-embedder.ts';
import { LateEngine } from './models/late-engine.ts';
import { createLateTextGenerator } from './models/late-text-generator.ts';
import { createLateTokenClassifier } from './models/late-token-classifier.ts';
import { ModelError } from './models/model-error.ts';
import type { ModelFiles } from './models/model-files.ts';
import { createModelStore, type ModelStore } from './models/model-store.ts';
import type { TextGenerator } from './models/text-generator.ts';
import type { TokenClassifier } from './models/token-classifier.ts';

/** The engines of an appliance. What cannot be opened is named in `problems`; the appliance runs without it. */
export interface Engines {
  readonly embedder: Embedder;
  /** Null when the configuration wants none: then rules alone redact. */
  readonly classifier: TokenClassifier | null;
  /** Null when the configuration wants none. */
  readonly generator: TextGenerator | null;
  /** Engine → why it could not be opened, as a sentence for the operator; gone once it is open. */
  readonly problems: Readonly<Record<string, string>>;
  /** Tells each time an engine (`encoder`, `text`) serves that was down, or could not be opened before. */
  onRestart(listener: (engine: string) => void): void;
  /**
   * Tries what could not be opened again, in the background. `prepare` has an engine before it serves; a fault of it makes
   * the attempt one in vain. Returns the way to stop that. Absent where every engine is there from the start.
   */
  keepTrying?(prepare: (opened: OpenedLate) => Promise<void>): () => Promise<void>;
  close(): Promise<void>;
}

/** What could not be opened at the start, and is about to serve. */
export interface OpenedLate {
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
  /** Null where it is the text model. */
  readonly embedder: Embedder | null;
}

interface EngineOptions {
  readonly models: ModelStore;
  readonly directory: string;
  readonly data: string;
  readonly config: Config;
}

/** Who is told how it goes with the engines. */
interface Told {
  readonly problems: Record<string, string>;
  restarted(engine: string): void;
}

/** Prompt and reply fit easily; every sequence more costs memory for this many tokens. */
const CONTEXT_TOKENS = 2_048;
const QUEUED_CALLS = 256;
/** In place of a model's id: this one is not wanted. */
const NONE = 'none';

/** Opens the engines of the configuration side by side, after their files were verified. */
export async function openCatalogueEngines(environment: Environment, config: Config): Promise<Engines> {
  const models = await createModelStore({ directory: environment.models, offline: environment.offline });
  const options = { models, directory: environment.models, data: environment.data, config };
  const listeners: ((engine: string) => void)[] = [];
  const told: Told = {
    problems: {},
    restarted: (engine) => {
      for (const listener of listeners) listener(engine);
    },
  };
  const encoder = createEncoder(options, told);
  const text = config.text.model === NONE ? null : createText(options, told);
  await Promise.all([encoder.open(), text?.open()]);
  return {
    embedder: createLateEmbedder(() => encoder.current),
    classifier: config.tokens.model === NONE ? null : createLateTokenClassifier(() => encoder.current?.classifier),
    generator: text && createLateTextGenerator(() => text.current),
    problems: told.problems,
    onRestart: (listener) => void listeners.push(listener),
    keepTrying: (prepare) => {
      encoder.keepTrying((engine) => prepare({ models: modelsOf(engine), embedder: engine }));
      text?.keepTrying(({ model }) => prepare({ models: [model], embedder: null }));
      return async function stopTrying() {
        await Promise.all([encoder.stop(), text?.stop()]);
      };
    },
    close: async function closeEngines() {
      await Promise.allSettled([encoder.close(), text?.close()]);
    },
  };
}

interface EncoderFiles {
  readonly files: ModelFiles;
  readonly tagger: EncoderEngineOptions['tagger'];
  readonly isWhole: boolean;
}

/** A token classifier that cannot be opened leaves the embedder working: what it misses goes to people. */
function createEncoder(options: EngineOptions, told: Told): LateEngine<EncoderFiles, EncoderEngine> {
  const { models, config } = options;
  return new LateEngine<EncoderFiles, EncoderEngine>({
    findFiles: async () => {
      const [files, tagger] = await Promise.all([
        models.getModel(config.embed.model),
        findTagger(options).catch((error: unknown) => {
          told.problems['names-model'] = sentenceOf(error);
          return undefined;
        }),
      ]);
      return { files, tagger, isWhole: tagger !== undefined || config.tokens.model === NONE };
    },
    start: async (found, signal) => {
      const engine = await startEncoder(options, found, signal);
      tellRestarts(engine, () => told.restarted('encoder'));
      return engine;
    },
    onOpened: ({ isWhole }) => {
      delete told.problems['encoder-engine'];
      if (isWhole) delete told.problems['names-model'];
      told.restarted('encoder');
    },
    onProblem: (error) => {
      told.problems['encoder-engine'] = sentenceOf(error);
    },
  });
}

async function startEncoder(
  { models, directory, config }: EngineOptions,
  { files, tagger }: EncoderFiles,
  signal: AbortSignal,
): Promise<EncoderEngine> {
  return openEncoderEngine({
    modelsDirectory: directory,
    model: { id: files.id, sha256: files.sha256 },
    dimension: dimensionOf(files),
    tagger,
    deadlineMs: config.embed.deadlineMs,
    maxQueue: QUEUED_CALLS,
    signal,
    beforeLateStart: () => verifyAgain(models, tagger ? [files.id, tagger.id] : [files.id]),
  });
}

async function findTagger({ models, config }: EngineOptions): Promise<EncoderEngineOptions['tagger']> {
  if (config.tokens.model === NONE) return undefined;
  const { id, sha256 } = await models.getModel(config.tokens.model);
  return { id, sha256, deadlineMs: config.tokens.deadlineMs };
}

function modelsOf({ model, classifier }: EncoderEngine): OpenedLate['models'] {
  return classifier === null ? [model] : [model, classifier.model];
}

interface TextFiles {
  readonly files: ModelFiles;
  readonly isWhole: true;
}

function createText(options: EngineOptions, told: Told): LateEngine<TextFiles, TextEngine> {
  const { models, config } = options;
  return new LateEngine<TextFiles, TextEngine>({
    findFiles: async () => ({ files: await models.getModel(config.text.model), isWhole: true }),
    start: async ({ files }, signal) => {
      // One that holds no role is not asked in any turn.
      const startsAtFirstCall = !(await hasPassedSome(options.data, files.sha256));
      const engine = await startText(options, files, { signal, startsAtFirstCall });
      tellRestarts(engine, () => told.restarted('text'));
      return engine;
    },
    onOpened: () => {
      delete told.problems['text-engine'];
      told.restarted('text');
    },
    onProblem: (error) => {
      told.problems['text-engine'] = sentenceOf(error);
    },
  });
}

/** @throws {ModelError} when the configured model cannot be opened; answers null when none is configured */
export async function openGenerator(options: Omit<EngineOptions, 'directory'>): Promise<TextEngine | null> {
  const { models, config } = options;
  if (config.text.model === NONE) return null;
  return startText(options, await models.getModel(config.text.model));
}

async function startText(
  { models, data, config }: Omit<EngineOptions, 'directory'>,
  files: ModelFiles,
  how: Pick<TextEngineOptions, 'signal' | 'startsAtFirstCall'> = {},
): Promise<TextEngine> {
  return openTextEngine({
    ...how,
    modelPath: files.weights,
    model: { id: files.id, sha256: files.sha256 },
    contextTokens: Math.min(files.contextTokens ?? CONTEXT_TOKENS, CONTEXT_TOKENS),
    sequences: config.text.sequences,
    calibrationFile: join(data, 'threads.json'),
    deadlineMs: config.text.deadlineMs,
    maxQueue: QUEUED_CALLS,
    beforeLateStart: () => verifyAgain(models, [files.id]),
  });
}

/** A process that died may find other files than the one before it had; receipts name those that were verified. */
async function verifyAgain(models: ModelStore, ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => models.getModel(id)));
}

function tellRestarts(engine: EncoderEngine | TextEngine, tell: () => void): void {
  let wasDown = false;
  engine.onStateChange((state) => {
    if (state === 'ready' && wasDown) tell();
    wasDown = state === 'down' || (wasDown && state !== 'ready');
  });
}

function dimensionOf(files: ModelFiles): number {
  if (files.dimension !== undefined) return files.dimension;
  throw new ModelError('catalogue-invalid', `Model "${files.id}" names no dimension`);
}

function sentenceOf(error: unknown): string {
  return error instanceof ModelError
    ? `${error.code}: ${error.message}`
    : 'engine-failed: the engine could not be started';
}
