import { getLlama, type LlamaContext, LlamaLogLevel, type LlamaModel, type Token } from 'node-llama-cpp';
import { ModelError } from '../../models/model-error.ts';
import { type RunningCall, type ServedEngine, serveEngine } from '../engine-process/serve-engine.ts';
import { probabilitiesOf, toSpellings } from './choice-tokens.ts';
import { Lockstep } from './lockstep.ts';
import { measureThreads } from './measure-threads.ts';
import { PieceAssembler } from './piece-assembler.ts';
import { createPromptTemplate, type PromptTemplate } from './prompt-template.ts';
import { SequenceSeat } from './sequence-seat.ts';
import {
  COUNT_TOKENS,
  DECIDE,
  decisionInput,
  GENERATE,
  type GenerationResult,
  generationInput,
  type TextFacts,
  type TextSettings,
  textSettings,
} from './text-messages.ts';

/** Tokens of one batch. Small, so that a long prompt delays its neighbours little. */
const BATCH_TOKENS = 128;
/** Seeds are 32-bit in the engine. */
const SEED_RANGE = 2 ** 32;

serveEngine(openEngine);

async function openEngine(sent: unknown): Promise<ServedEngine> {
  const settings = textSettings.parse(sent);
  const model = await loadModel(settings);
  const template = createPromptTemplate(model);
  const measured = settings.threads === undefined ? await measureThreads(model) : undefined;
  const threads = settings.threads ?? measured?.threads ?? 1;
  const context = await model.createContext({
    contextSize: settings.contextTokens,
    sequences: settings.sequences,
    batchSize: BATCH_TOKENS,
    threads,
    flashAttention: true,
    batching: { itemPrioritizationStrategy: inQueueOrder },
  });
  const lockstep = createLockstep(model, context, template);
  const facts: TextFacts = { threads, measured: measured?.tokensPerSecond };
  return {
    facts,
    operations: {
      [GENERATE]: (input, call) => generate({ model, template, lockstep, settings }, input, call),
      [DECIDE]: (input, call) => decide({ model, template, lockstep, settings }, input, call),
      [COUNT_TOKENS]: async (text) => model.tokenize(String(text), false).length,
    },
  };
}

async function loadModel({ modelPath, gpu }: TextSettings): Promise<LlamaModel> {
  // The engine forks a trial process that would inherit the loader of TypeScript sources and take twice as long.
  process.execArgv.length = 0;
  const llama = await getLlama({
    gpu: gpu ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.disabled,
    // No limit here: the context is given its exact number.
    maxThreads: 0,
  });
  try {
    return await llama.loadModel({ modelPath, ...(gpu ? {} : { gpuLayers: 0 }) });
  } catch (cause) {
    throw new ModelError('model-corrupt', `Cannot load model "${modelPath}"`, { cause });
  }
}

function createLockstep(model: LlamaModel, context: LlamaContext, template: PromptTemplate): Lockstep<Token> {
  // Ids are given out in this order.
  const seats = Array.from({ length: context.totalSequences }, () => new SequenceSeat(context.getSequence()));
  const isStop = (token: Token) => template.stopTokens.has(token) || model.isEogToken(token);
  return new Lockstep(seats, { stepTokens: BATCH_TOKENS, isStop });
}

interface Engine {
  readonly model: LlamaModel;
  readonly template: PromptTemplate;
  readonly lockstep: Lockstep<Token>;
  readonly settings: TextSettings;
}

async function generate(engine: Engine, sent: unknown, call: RunningCall): Promise<GenerationResult> {
  const input = generationInput.parse(sent);
  const prompt = engine.template.toTokens(input.system, input.user);
  const promptTokens = prompt.tokens.length;
  refuseTooLong(promptTokens, input.maxTokens, engine.settings.contextTokens);
  const pieces = new PieceAssembler<Token>((tokens, before) => engine.model.detokenize(tokens, false, before));
  const emit = (piece: string) => {
    if (piece !== '') call.emit(piece);
  };
  const completionTokens = await engine.lockstep.run({
    prompt,
    sampling: { temperature: input.temperature ?? 0, seed: input.seed ?? Math.floor(Math.random() * SEED_RANGE) },
    maxTokens: input.maxTokens,
    signal: call.signal,
    onToken: (token) => emit(pieces.add(token)),
  });
  emit(pieces.end());
  return { promptTokens, completionTokens };
}

async function decide(engine: Engine, sent: unknown, call: RunningCall): Promise<readonly number[]> {
  const input = decisionInput.parse(sent);
  const spellings = toSpellings(input.choices, (text) => engine.model.tokenize(text, false));
  const prompt = engine.template.toTokens(input.system, input.user);
  refuseTooLong(prompt.tokens.length, 1, engine.settings.contextTokens);
  let weights: ReadonlyMap<Token, number> = new Map();
  const onLogits = (logits: ReadonlyMap<Token, number>): void => {
    weights = logits;
  };
  await engine.lockstep.run({
    prompt,
    sampling: { weighed: spellings.flat(), onLogits },
    maxTokens: 1,
    signal: call.signal,
    onToken: () => undefined,
  });
  if (call.signal.aborted) throw new ModelError('cancelled', 'The decision was cancelled by its caller');
  return probabilitiesOf(spellings, weights);
}

function refuseTooLong(promptTokens: number, maxTokens: number, contextTokens: number): void {
  if (promptTokens + maxTokens <= contextTokens) return;
  const sizes = `${promptTokens} + ${maxTokens} tokens, the context holds ${contextTokens}`;
  throw new ModelError('prompt-too-long', `Cannot read the prompt: with its answer it needs ${sizes}`);
}

/** Takes items as they were queued: the lockstep has put them in order and made them fit. */
function inQueueOrder<Item extends { readonly tokens: readonly Token[] }>({ items }: { items: readonly Item[] }) {
  return items.map((item) => ({ item, processAmount: item.tokens.length }));
}
