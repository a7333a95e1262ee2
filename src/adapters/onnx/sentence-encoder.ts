import { join } from 'node:path';
import { ModelError } from '../../models/model-error.ts';
import type { EngineOperation, RunningCall } from '../engine-process/serve-engine.ts';
import { type EncoderSettings, textsToEmbed } from './encoder-messages.ts';
import type { FairTurns } from './fair-turns.ts';
import { type EncoderModel, openEncoderModel } from './onnx-runtime.ts';
import { openTokenizer } from './open-tokenizer.ts';
import { poolVector } from './pool-vector.ts';

/** Word pieces a sentence encoder reads when its tokenizer names no number. */
const DEFAULT_MAX_TOKENS = 256;
/** Characters read for each token it may hold: the rest of a huge text cannot matter, and tokenizing it would block. */
const CHARACTERS_A_TOKEN = 64;

interface Encoder {
  readonly model: EncoderModel;
  /** Token ids with the marks of start and end, cut to what the model reads. */
  readonly tokenIdsOf: (text: string) => readonly number[];
  readonly dimension: number;
  readonly turns: FairTurns;
}

/** Opens the embedding model. @throws {ModelError} `model-corrupt` */
export async function openSentenceEncoder(settings: EncoderSettings, turns: FairTurns): Promise<EngineOperation> {
  const { modelsDirectory, modelId, threads, dimension } = settings;
  const path = join(modelsDirectory, modelId, 'onnx', 'model_quantized.onnx');
  const encoder: Encoder = {
    tokenIdsOf: await openTokenIds(settings),
    model: await openEncoderModel(path, { threads, output: 'last_hidden_state' }),
    dimension,
    turns,
  };
  await checkDimension(encoder);
  return (texts, call) => embed(encoder, texts, call);
}

async function openTokenIds({ modelsDirectory, modelId }: EncoderSettings): Promise<Encoder['tokenIdsOf']> {
  const tokenizer = await openTokenizer(modelsDirectory, modelId);
  const limit = Math.min(DEFAULT_MAX_TOKENS, Number(tokenizer.model_max_length) || DEFAULT_MAX_TOKENS);
  return (text) => {
    const ids: number[] = tokenizer.encode(text.slice(0, limit * CHARACTERS_A_TOKEN));
    const last = ids.at(-1);
    return ids.length <= limit || last === undefined ? ids : [...ids.slice(0, limit - 1), last];
  };
}

/** Also the first run, which is slower than all others. */
async function checkDimension({ model, tokenIdsOf, dimension }: Encoder): Promise<void> {
  const ids = tokenIdsOf('hello');
  const hidden = await model(ids);
  if (hidden.length === ids.length * dimension) return;
  const found = hidden.length / ids.length;
  throw new ModelError('model-corrupt', `Cannot use the encoder: its vectors have ${found} numbers, not ${dimension}`);
}

/**
 * One text a run. Larger runs win nothing on a CPU from about 40 tokens on, and the model's 8-bit activations are
 * scaled per run, so only a run of its own gives a text the same vector in every company.
 */
async function embed(encoder: Encoder, sent: unknown, call: RunningCall): Promise<Float32Array> {
  const texts = textsToEmbed.parse(sent);
  const { dimension } = encoder;
  const vectors = new Float32Array(texts.length * dimension);
  let next = 0;
  await encoder.turns.run({
    signal: call.signal,
    get stepsLeft() {
      return texts.length - next;
    },
    async step() {
      const hidden = await encoder.model(encoder.tokenIdsOf(texts[next] ?? ''));
      poolVector(hidden, vectors.subarray(next * dimension, (next + 1) * dimension));
      next += 1;
    },
  });
  return vectors;
}
