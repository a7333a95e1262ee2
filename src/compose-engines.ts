import { join } from 'node:path';
import { openTextEngine, type TextEngine } from './adapters/llama/open-text-engine.ts';
import {
  type EncoderEngine,
  type EncoderEngineOptions,
  openEncoderEngine,
} from './adapters/onnx/open-encoder-engine.ts';
import type { Config } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { createAbsentEmbedder } from './models/absent-embedder.ts';
import { createAbsentTokenClassifier } from './models/absent-token-classifier.ts';
import type { Embedder } from './models/embedder.ts';
import { ModelError } from './models/model-error.ts';
import type { ModelFiles } from './models/model-files.ts';
import { createModelStore, type ModelStore } from './models/model-store.ts';
import type { TextGenerator } from './models/text-generator.ts';
import type { TokenClassifier } from './models/token-classifier.ts';

/** The engines of an appliance. What could not be opened is named in `problems`; the appliance runs without it. */
export interface Engines {
  readonly embedder: Embedder;
  /** Null when the configuration wants none: then rules alone redact. */
  readonly classifier: TokenClassifier | null;
  readonly generator: TextGenerator | null;
  /** Engine → why it could not be opened, as a sentence for the operator. */
  readonly problems: Readonly<Record<string, string>>;
  /** Tells each time an engine (`encoder`, `text`) that was down serves again. */
  onRestart(listener: (engine: string) => void): void;
  close(): Promise<void>;
}

interface EngineOptions {
  readonly models: ModelStore;
  readonly directory: string;
  readonly data: string;
  readonly config: Config;
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
  const problems: Record<string, string> = {};
  const listeners: ((engine: string) => void)[] = [];
  const [embedder, generator] = await Promise.all([
    openEncoder(options, problems).catch((error: unknown) => {
      problems['encoder-engine'] = sentenceOf(error);
      return null;
    }),
    openGenerator(options).catch((error: unknown) => {
      problems['text-engine'] = sentenceOf(error);
      return null;
    }),
  ]);
  const tell = (name: string) => (): void => {
    for (const listener of listeners) listener(name);
  };
  if (embedder) tellRestarts(embedder, tell('encoder'));
  if (generator) tellRestarts(generator, tell('text'));
  return {
    embedder: embedder ?? createAbsentEmbedder('The embedding model could not be opened'),
    classifier: classifierOf(config, embedder),
    generator,
    problems,
    onRestart: (listener) => void listeners.push(listener),
    close: async function closeEngines() {
      await Promise.allSettled([embedder?.close(), generator?.close()]);
    },
  };
}

/** A token classifier that cannot be opened leaves the embedder working: what it misses goes to people. */
async function openEncoder(options: EngineOptions, problems: Record<string, string>): Promise<EncoderEngine> {
  const { models, directory, config } = options;
  const [files, tagger] = await Promise.all([
    models.getModel(config.embed.model),
    findTagger(options).catch((error: unknown) => {
      problems['names-model'] = sentenceOf(error);
      return undefined;
    }),
  ]);
  return openEncoderEngine({
    modelsDirectory: directory,
    model: { id: files.id, sha256: files.sha256 },
    dimension: dimensionOf(files),
    tagger,
    deadlineMs: config.embed.deadlineMs,
    maxQueue: QUEUED_CALLS,
  });
}

async function findTagger({ models, config }: EngineOptions): Promise<EncoderEngineOptions['tagger']> {
  if (config.tokens.model === NONE) return undefined;
  const { id, sha256 } = await models.getModel(config.tokens.model);
  return { id, sha256, deadlineMs: config.tokens.deadlineMs };
}

function classifierOf(config: Config, engine: EncoderEngine | null): TokenClassifier | null {
  if (config.tokens.model === NONE) return null;
  return engine?.classifier ?? createAbsentTokenClassifier('The token classifier could not be opened');
}

/** @throws {ModelError} when the configured model cannot be opened; answers null when none is configured */
export async function openGenerator({
  models,
  data,
  config,
}: Omit<EngineOptions, 'directory'>): Promise<TextEngine | null> {
  if (config.text.model === NONE) return null;
  const files = await models.getModel(config.text.model);
  return openTextEngine({
    modelPath: files.weights,
    model: { id: files.id, sha256: files.sha256 },
    contextTokens: Math.min(files.contextTokens ?? CONTEXT_TOKENS, CONTEXT_TOKENS),
    sequences: config.text.sequences,
    calibrationFile: join(data, 'threads.json'),
    deadlineMs: config.text.deadlineMs,
    maxQueue: QUEUED_CALLS,
  });
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
