import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../conversation/parse-json.ts';
import { ModelError } from '../../models/model-error.ts';
import { type LabelledSpan, MOST_CHARACTERS } from '../../models/token-classifier.ts';
import type { EngineOperation, RunningCall } from '../engine-process/serve-engine.ts';
import { type EncoderSettings, textToTag } from './encoder-messages.ts';
import type { FairTurns } from './fair-turns.ts';
import { type Judgement, joinWords } from './join-words.ts';
import { type Decoding, judgeWords } from './judge-words.ts';
import { type EncoderModel, openEncoderModel } from './onnx-runtime.ts';
import { openTokenizer } from './open-tokenizer.ts';
import { planWindows, type Window } from './plan-windows.ts';
import { splitWords, type Word } from './split-words.ts';

/** Word pieces of one run, marks of start and end not counted: longer runs cost more a piece. */
const WINDOW = { most: 126, overlap: 12 };
/** Words whose pieces are remembered: customers use few. */
const KEPT_WORDS = 20_000;
/** Longer ones are no words: the tokenizer makes one unknown piece of them. */
const LONGEST_WORD = 100;

const probability = z.number().min(0).max(1);
/** What was decided when the model was trained, beside its weights. */
const decodingSchema = z.object({
  /** In the order of the model's outputs; the first means no finding. */
  labels: z.array(z.string()).min(2),
  /** Label → how sure the model must be that a word is anything at all. A label without one is not told. */
  thresholds: z.record(z.string(), probability),
});

interface Tagger {
  readonly model: EncoderModel;
  readonly decoding: Decoding;
  readonly piecesOf: (word: string) => readonly number[];
  readonly marks: { readonly start: number; readonly end: number };
  readonly turns: FairTurns;
}

/** Opens the token classifier. @throws {ModelError} `model-corrupt` */
export async function openTagger(settings: EncoderSettings, turns: FairTurns): Promise<EngineOperation> {
  const { modelsDirectory, modelId, threads } = settings;
  const folder = join(modelsDirectory, modelId);
  const [decoding, tokenizer, model] = await Promise.all([
    readDecoding(join(folder, 'decoding.json'), modelId),
    openTokenizer(modelsDirectory, modelId),
    openEncoderModel(join(folder, 'onnx', 'model_quantized.onnx'), { threads, output: 'logits' }),
  ]);
  const [start = 0, end = 0]: number[] = tokenizer.encode('');
  const encode = (word: string): number[] => tokenizer.encode(word, null, { add_special_tokens: false });
  const tagger: Tagger = { model, decoding, piecesOf: remembering(encode), marks: { start, end }, turns };
  const first = await model([start, end]);
  if (first.length !== 2 * decoding.labels.length) {
    throw new ModelError('model-corrupt', `Cannot use model "${modelId}": its outputs are not those of decoding.json`);
  }
  return (text, call) => tag(tagger, text, call);
}

async function readDecoding(path: string, modelId: string): Promise<Decoding> {
  try {
    return decodingSchema.parse(parseJson(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ModelError('model-corrupt', `Cannot read decoding.json of model "${modelId}"`, { cause });
  }
}

function remembering(encode: (word: string) => number[]): Tagger['piecesOf'] {
  const known = new Map<string, readonly number[]>();
  return function piecesOf(word) {
    const before = known.get(word);
    if (before !== undefined) return before;
    if (known.size >= KEPT_WORDS) known.clear();
    const pieces = encode(word.slice(0, LONGEST_WORD + 1));
    known.set(word, pieces);
    return pieces;
  };
}

async function tag(tagger: Tagger, sent: unknown, call: RunningCall): Promise<readonly LabelledSpan[]> {
  const text = textToTag.parse(sent);
  if (text.length > MOST_CHARACTERS) throw new ModelError('prompt-too-long', 'Cannot tag: the text is too long');
  const words = splitWords(text).filter((word) => tagger.piecesOf(word.text).length > 0);
  const windows = planWindows(
    words.map((word) => tagger.piecesOf(word.text).length),
    WINDOW,
  );
  const judgements: (Judgement | undefined)[] = words.map(() => undefined);
  let next = 0;
  await tagger.turns.run({
    signal: call.signal,
    get stepsLeft() {
      return windows.length - next;
    },
    async step() {
      const window = windows[next];
      next += 1;
      if (window === undefined) return;
      const judged = await judgeWindow(tagger, words, window);
      for (let index = window.mine; index < window.until; index += 1) judgements[index] = judged[index - window.from];
    },
  });
  return joinWords(text, words, judgements);
}

async function judgeWindow({ model, decoding, piecesOf, marks }: Tagger, words: readonly Word[], window: Window) {
  const pieces = words.slice(window.from, window.to).map((word) => piecesOf(word.text).slice(0, WINDOW.most));
  const logits = await model([marks.start, ...pieces.flat(), marks.end]);
  return judgeWords(
    logits,
    pieces.map((one) => one.length),
    decoding,
  );
}
