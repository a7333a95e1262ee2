import { join } from 'node:path';
import { AutoTokenizer, env } from '@xenova/transformers';
import { ModelError } from '../../models/model-error.ts';
import { type RunningCall, type ServedEngine, serveEngine } from '../engine-process/serve-engine.ts';
import { EMBED, type EncoderSettings, encoderSettings, textsToEmbed } from './encoder-messages.ts';
import { FairTurns } from './fair-turns.ts';
import { type EncoderModel, openEncoderModel } from './onnx-runtime.ts';
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

serveEngine(openEngine);

async function openEngine(sent: unknown): Promise<ServedEngine> {
  const settings = encoderSettings.parse(sent);
  const path = join(settings.modelsDirectory, settings.modelId, 'onnx', 'model_quantized.onnx');
  const encoder: Encoder = {
    tokenIdsOf: await openTokenizer(settings),
    model: await openEncoderModel(path, settings.threads),
    dimension: settings.dimension,
    turns: new FairTurns(),
  };
  await checkDimension(encoder);
  return { facts: {}, operations: { [EMBED]: (texts, call) => embed(encoder, texts, call) } };
}

async function openTokenizer({ modelsDirectory, modelId }: EncoderSettings): Promise<Encoder['tokenIdsOf']> {
  env.allowRemoteModels = false;
  env.localModelPath = modelsDirectory;
  const tokenizer = await AutoTokenizer.from_pretrained(modelId).catch((cause: unknown) => {
    throw new ModelError('model-corrupt', `Cannot load the tokenizer of model "${modelId}"`, { cause });
  });
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
