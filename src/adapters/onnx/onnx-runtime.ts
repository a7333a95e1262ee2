import { createRequire } from 'node:module';
import { ModelError } from '../../models/model-error.ts';

/** The part of the ONNX runtime that is used here. */
interface Runtime {
  readonly InferenceSession: {
    create(path: string, options: Readonly<Record<string, unknown>>): Promise<Session>;
  };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, shape: readonly number[]) => unknown;
}

interface Session {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, { readonly data: unknown }>>>;
}

/** Runs one sequence of token ids. Answers the numbers of the wanted output, token by token. */
export type EncoderModel = (tokenIds: readonly number[]) => Promise<Float32Array>;

export interface EncoderModelOptions {
  readonly threads: number;
  /** Name of the output that is wanted. */
  readonly output: 'last_hidden_state' | 'logits';
}

/**
 * Opens the model with a fixed number of threads, which the tokenizer's own package offers no way to set: by default
 * the runtime spins on every core and collapses as soon as another process wants one.
 *
 * @throws {ModelError} `model-corrupt`
 */
export async function openEncoderModel(path: string, { threads, output }: EncoderModelOptions): Promise<EncoderModel> {
  const { InferenceSession, Tensor } = loadRuntime();
  const session = await InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  }).catch((cause: unknown) => {
    throw new ModelError('model-corrupt', `Cannot load model "${path}"`, { cause });
  });
  return async function runEncoder(tokenIds) {
    const shape = [1, tokenIds.length];
    const filled = (value: bigint) => new Tensor('int64', new BigInt64Array(tokenIds.length).fill(value), shape);
    const feeds: Record<string, unknown> = {
      input_ids: new Tensor('int64', BigInt64Array.from(tokenIds, BigInt), shape),
      attention_mask: filled(1n),
    };
    if (session.inputNames.includes('token_type_ids')) feeds.token_type_ids = filled(0n);
    const outputs = await session.run(feeds);
    const numbers = outputs[output]?.data;
    if (numbers instanceof Float32Array) return numbers;
    throw new ModelError('engine-failed', `Cannot run the encoder: the model gives no "${output}"`);
  };
}

/** The very runtime the tokenizer's package is pinned to. */
function loadRuntime(): Runtime {
  const fromTokenizers = createRequire(createRequire(import.meta.url).resolve('@xenova/transformers'));
  const runtime: Runtime = fromTokenizers('onnxruntime-node');
  return runtime;
}
