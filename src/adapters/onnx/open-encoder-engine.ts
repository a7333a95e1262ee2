import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../../models/embedder.ts';
import { ModelError } from '../../models/model-error.ts';
import type { TokenClassifier } from '../../models/token-classifier.ts';
import { EngineProcess, type EngineState } from '../engine-process/engine-process.ts';
import { engineModuleBeside } from '../engine-process/fork-engine.ts';
import { EMBED, type EncoderSettings, labelledSpans, packedVectors, TAG } from './encoder-messages.ts';

export interface EncoderEngineOptions {
  /** Holds a folder named by the model's id with its config, tokenizer and `onnx/model_quantized.onnx`. */
  readonly modelsDirectory: string;
  readonly model: { readonly id: string; readonly sha256: string };
  /** Numbers in a vector; another one in the model is refused at start. */
  readonly dimension: number;
  /** Token classifier of the same process; absent, the engine only embeds. */
  readonly tagger?: { readonly id: string; readonly sha256: string; readonly deadlineMs: number } | undefined;
  /** For one call, waiting included. Bulk loads need room: 10–30 ms a passage on one thread. */
  readonly deadlineMs: number;
  /** Calls that wait beside the one that runs; one more gets `queue-full`. */
  readonly maxQueue: number;
  /** Default: one core is left to the server, at most four are used. */
  readonly threads?: number;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Looks before each start that opening does not make whether the files are still those that were verified. @throws to start none */
  readonly beforeLateStart?: (() => Promise<void>) | undefined;
}

export interface EncoderEngine extends Embedder {
  /** Shares the process, its turns and its restarts; null when none was asked for. */
  readonly classifier: TokenClassifier | null;
  readonly state: EngineState;
  /** Undefined while no process lives. */
  readonly processId: number | undefined;
  /** Calls `listener` at every change of state. Returns the way to stop that. */
  onStateChange(listener: (state: EngineState) => void): () => void;
}

const MOST_THREADS = 4;

/**
 * Starts the encoder engine in a process of its own.
 *
 * @throws {ModelError} `model-missing`, `model-corrupt`, `engine-down`
 */
export async function openEncoderEngine(options: EncoderEngineOptions): Promise<EncoderEngine> {
  const { modelsDirectory, model, dimension, tagger } = options;
  await requireFiles(modelsDirectory, model.id, []);
  if (tagger) await requireFiles(modelsDirectory, tagger.id, ['decoding.json']);
  const threads = options.threads ?? Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
  const engine = await EngineProcess.open({
    name: 'encoder engine',
    module: engineModuleBeside(import.meta.url, 'onnx-process'),
    environment: {},
    maxCalls: 1 + options.maxQueue,
    signal: options.signal,
    beforeLateStart: options.beforeLateStart,
    settingsOfStart: (): EncoderSettings => {
      return { modelsDirectory, modelId: model.id, dimension, taggerId: tagger?.id ?? null, threads };
    },
  });
  return createEncoderEngine(options, engine);
}

function createEncoderEngine(options: EncoderEngineOptions, engine: EngineProcess) {
  const { model, dimension, deadlineMs, tagger } = options;
  return {
    model,
    dimension,
    classifier: tagger ? createClassifier(tagger, engine) : null,
    get state() {
      return engine.state;
    },
    get processId() {
      return engine.processId;
    },
    async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
      const answer = await engine.call({ operation: EMBED, input: texts, deadlineMs, signal });
      return toVectors(answer, texts.length, dimension);
    },
    isReady: () => engine.state === 'ready',
    onStateChange: (listener: (state: EngineState) => void) => engine.onStateChange(listener),
    close: () => engine.close(),
  } satisfies EncoderEngine;
}

function createClassifier(tagger: NonNullable<EncoderEngineOptions['tagger']>, engine: EngineProcess): TokenClassifier {
  const { id, sha256, deadlineMs } = tagger;
  return {
    model: { id, sha256 },
    tag: async function tagText(text, signal) {
      return labelledSpans.parse(await engine.call({ operation: TAG, input: text, deadlineMs, signal }));
    },
    isReady: () => engine.state === 'ready',
    close: () => engine.close(),
  };
}

/** Each vector gets memory of its own, so that keeping one does not keep a whole bulk load. */
function toVectors(answer: unknown, count: number, dimension: number): Float32Array[] {
  const packed = packedVectors.parse(answer);
  if (packed.length !== count * dimension) {
    throw new ModelError('engine-failed', `Cannot read vectors: ${packed.length} numbers for ${count} texts`);
  }
  return Array.from({ length: count }, (_, index) => packed.slice(index * dimension, (index + 1) * dimension));
}

async function requireFiles(modelsDirectory: string, id: string, others: readonly string[]): Promise<void> {
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx', ...others]) {
    const path = join(modelsDirectory, id, name);
    await access(path).catch((cause: unknown) => {
      throw new ModelError('model-missing', `Cannot open model "${id}": no file "${path}"`, { cause });
    });
  }
}
