import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ModelError } from '../../models/model-error.ts';
import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../../models/text-generator.ts';
import { EngineProcess, type EngineState } from '../engine-process/engine-process.ts';
import { engineModuleBeside } from '../engine-process/fork-engine.ts';
import {
  COUNT_TOKENS,
  DECIDE,
  type DecisionInput,
  decisionResult,
  GENERATE,
  type GenerationInput,
  generationResult,
  type TextSettings,
  textFacts,
} from './text-messages.ts';
import { findKnownThreads, keepKnownThreads, threadRecordKey } from './thread-record.ts';

export interface TextEngineOptions {
  /** A GGUF file. */
  readonly modelPath: string;
  readonly model: { readonly id: string; readonly sha256: string };
  /** Tokens of prompt and completion together, for each sequence. */
  readonly contextTokens: number;
  /** Completions that run side by side. Each costs memory for `contextTokens`. */
  readonly sequences?: number;
  /** Absent: taken from `calibrationFile`, or measured and kept there. Without a file: one core is left to the server. */
  readonly threads?: number;
  /** JSON file of measured numbers of threads; made when missing. */
  readonly calibrationFile?: string;
  /** For one completion, waiting included. */
  readonly deadlineMs: number;
  /** Completions that wait beside those that run; one more gets `queue-full`. */
  readonly maxQueue: number;
  readonly gpu?: boolean;
  /** Waits for the first call with its process: a model nobody asks costs no memory. */
  readonly startsAtFirstCall?: boolean;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Looks before each start that opening does not make whether the files are still those that were verified. @throws to start none */
  readonly beforeLateStart?: (() => Promise<void>) | undefined;
}

export interface TextEngine extends TextGenerator {
  readonly state: EngineState;
  /** Undefined while no process lives. */
  readonly processId: number | undefined;
  /** Threads that compute; undefined until the first start has measured. */
  readonly threads: number | undefined;
  /** Calls `listener` at every change of state. Returns the way to stop that. */
  onStateChange(listener: (state: EngineState) => void): () => void;
}

/** Four customers served at once: 440 MB with the default model and 2,048 tokens each. */
const DEFAULT_SEQUENCES = 4;
/** The engine has no thread pool that lasts: with one libuv thread every batch is computed by the same one. */
const ENVIRONMENT = { UV_THREADPOOL_SIZE: '1' };

/**
 * Starts the text engine in a process of its own, or has it ready to be started by the first call.
 *
 * @throws {ModelError} `model-missing`, `model-corrupt`, `model-unavailable`, `engine-down`
 */
export async function openTextEngine(options: TextEngineOptions): Promise<TextEngine> {
  await access(options.modelPath).catch((cause: unknown) => {
    throw new ModelError('model-missing', `Cannot open model "${options.model.id}": no file "${options.modelPath}"`, {
      cause,
    });
  });
  const threads = createThreadChoice(options, await knownThreadsOf(options));
  const sequences = options.sequences ?? DEFAULT_SEQUENCES;
  const engine = await EngineProcess.open({
    name: 'text engine',
    module: engineModuleBeside(import.meta.url, 'llama-process'),
    environment: ENVIRONMENT,
    maxCalls: sequences + options.maxQueue,
    signal: options.signal,
    startsAtFirstCall: options.startsAtFirstCall,
    beforeLateStart: options.beforeLateStart,
    onReady: threads.learn,
    settingsOfStart: (): TextSettings => ({
      modelPath: options.modelPath,
      contextTokens: options.contextTokens,
      sequences,
      threads: threads.chosen,
      gpu: options.gpu ?? false,
    }),
  });
  await threads.kept();
  return createTextEngine(options, engine, threads);
}

/** How many threads each start is told to use; where nothing is known the first one measures, and what it found is kept. */
interface ThreadChoice {
  readonly chosen: number | undefined;
  learn(facts: unknown): void;
  kept(): Promise<void>;
}

function createThreadChoice(options: TextEngineOptions, known: number | undefined): ThreadChoice {
  let chosen = known;
  let kept = Promise.resolve();
  return {
    get chosen() {
      return chosen;
    },
    learn: function learnThreads(facts) {
      const { threads, measured } = textFacts.parse(facts);
      chosen = threads;
      if (measured === undefined) return;
      // What could not be kept is measured again at the next start.
      kept = keepMeasured(options, threads, measured).catch(() => undefined);
    },
    kept: () => kept,
  };
}

function createTextEngine(options: TextEngineOptions, engine: EngineProcess, threads: ThreadChoice): TextEngine {
  const { deadlineMs } = options;
  return {
    model: options.model,
    contextTokens: options.contextTokens,
    get threads() {
      return threads.chosen;
    },
    get state() {
      return engine.state;
    },
    get processId() {
      return engine.processId;
    },
    generate: (request, signal) => generate(engine, deadlineMs, request, signal),
    async decide({ system, user, choices }: DecisionRequest, signal) {
      const input: DecisionInput = { system, user, choices: [...choices] };
      return decisionResult.parse(await engine.call({ operation: DECIDE, input, deadlineMs, signal }));
    },
    async countTokens(text) {
      const tokens = await engine.call({ operation: COUNT_TOKENS, input: text, deadlineMs, takesPlace: false });
      if (typeof tokens === 'number') return tokens;
      throw new ModelError('engine-failed', 'Cannot count tokens: the engine answered no number');
    },
    isReady: () => engine.state === 'ready' || engine.state === 'idle',
    onStateChange: (listener) => engine.onStateChange(listener),
    close: () => engine.close(),
  };
}

async function* generate(
  engine: EngineProcess,
  deadlineMs: number,
  request: GenerationRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, GenerationUsage, undefined> {
  const leave = new AbortController();
  const pieces: string[] = [];
  let isSettled = false;
  let wake = doNothing;
  const answer = engine.call({
    operation: GENERATE,
    input: toInput(request),
    deadlineMs,
    signal: signal === undefined ? leave.signal : AbortSignal.any([signal, leave.signal]),
    onPiece(piece) {
      if (typeof piece === 'string') pieces.push(piece);
      wake();
    },
  });
  // Read below; a caller that leaves the loop leaves it unread.
  answer
    .catch(() => undefined)
    .finally(() => {
      isSettled = true;
      wake();
    });
  try {
    while (true) {
      const piece = pieces.shift();
      if (piece !== undefined) yield piece;
      else if (isSettled) return generationResult.parse(await answer);
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    leave.abort();
  }
}

function toInput({ system, user, maxTokens, temperature, seed }: GenerationRequest): GenerationInput {
  return { system, user, maxTokens, temperature, seed };
}

async function knownThreadsOf(options: TextEngineOptions): Promise<number | undefined> {
  if (options.threads !== undefined) return options.threads;
  if (options.calibrationFile === undefined) return Math.max(1, availableParallelism() - 1);
  return findKnownThreads(options.calibrationFile, threadRecordKey(options.model.sha256));
}

async function keepMeasured(
  { calibrationFile, model }: TextEngineOptions,
  threads: number,
  tokensPerSecond: Readonly<Record<string, number>>,
): Promise<void> {
  if (calibrationFile === undefined) return;
  await keepKnownThreads(calibrationFile, threadRecordKey(model.sha256), { threads, tokensPerSecond });
}

function doNothing(): void {}
