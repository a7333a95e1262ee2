import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../../models/embedder.ts';
import { ModelError } from '../../models/model-error.ts';
import { EngineProcess, type EngineState } from '../engine-process/engine-process.ts';
import { engineModuleBeside } from '../engine-process/fork-engine.ts';
import { EMBED, type EncoderSettings, packedVectors } from './encoder-messages.ts';

export interface EncoderEngineOptions {
  /** Holds a folder named by the model's id with its config, tokenizer and `onnx/model_quantized.onnx`. */
  readonly modelsDirectory: string;
  readonly model: { readonly id: string; readonly sha256: string };
  /** Numbers in a vector; another one in the model is refused at start. */
  readonly dimension: number;
  /** For one call, waiting included. Bulk loads need room: 10–30 ms a passage on one thread. */
  readonly deadlineMs: number;
  /** Calls that wait beside the one that runs; one more gets `queue-full`. */
  readonly maxQueue: number;
  /** Default: one core is left to the server, at most four are used. */
  readonly threads?: number;
}

export interface EncoderEngine extends Embedder {
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
  const { modelsDirectory, model, dimension } = options;
  await requireFiles(join(modelsDirectory, model.id), model.id);
  const threads = options.threads ?? Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
  const { engine } = await EngineProcess.open({
    name: 'encoder engine',
    module: engineModuleBeside(import.meta.url, 'onnx-process'),
    environment: {},
    maxCalls: 1 + options.maxQueue,
    settingsOfStart: (): EncoderSettings => ({ modelsDirectory, modelId: model.id, dimension, threads }),
  });
  return createEncoderEngine(options, engine);
}

function createEncoderEngine({ model, dimension, deadlineMs }: EncoderEngineOptions, engine: EngineProcess) {
  return {
    model,
    dimension,
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

/** Each vector gets memory of its own, so that keeping one does not keep a whole bulk load. */
function toVectors(answer: unknown, count: number, dimension: number): Float32Array[] {
  const packed = packedVectors.parse(answer);
  if (packed.length !== count * dimension) {
    throw new ModelError('engine-failed', `Cannot read vectors: ${packed.length} numbers for ${count} texts`);
  }
  return Array.from({ length: count }, (_, index) => packed.slice(index * dimension, (index + 1) * dimension));
}

async function requireFiles(directory: string, id: string): Promise<void> {
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx']) {
    const path = join(directory, name);
    await access(path).catch((cause: unknown) => {
      throw new ModelError('model-missing', `Cannot open model "${id}": no file "${path}"`, { cause });
    });
  }
}
