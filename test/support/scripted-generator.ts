import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError } from '../../src/models/model-error.ts';
import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../../src/models/text-generator.ts';

/** A text to say, or the fault to fail with in its place. */
export type ScriptedReply = string | ModelError;

export interface ScriptOptions {
  /** Before each piece, in milliseconds. */
  readonly delayMs?: number;
  readonly contextTokens?: number;
  /** Calls at once; one more gets `queue-full`. */
  readonly maxCalls?: number;
  /** Answers every decision: a weight for each choice, or the fault to fail with. Without it every decision fails. */
  readonly decide?: (request: DecisionRequest) => readonly number[] | ModelError;
}

const TOKENS_A_WORD = 1.3;

/** A text generator that says what it is told to, in order and in pieces of a word, and keeps what it was asked. */
export class ScriptedGenerator implements TextGenerator {
  readonly model = { id: 'scripted', sha256: '0'.repeat(64) };
  readonly contextTokens: number;
  /** Every request, in order, also those that failed. */
  readonly prompts: GenerationRequest[] = [];
  /** Every decision, in order, also those that failed. */
  readonly decisions: DecisionRequest[] = [];
  readonly #replies: ScriptedReply[];
  readonly #delayMs: number;
  readonly #maxCalls: number;
  readonly #decide: ScriptOptions['decide'];
  readonly #running = new Set<AbortController>();
  #isOpen = true;

  constructor(replies: readonly ScriptedReply[], options: ScriptOptions = {}) {
    this.#replies = [...replies];
    this.contextTokens = options.contextTokens ?? 2048;
    this.#delayMs = options.delayMs ?? 0;
    this.#maxCalls = options.maxCalls ?? Number.POSITIVE_INFINITY;
    this.#decide = options.decide;
  }

  async *generate(
    request: GenerationRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<string, GenerationUsage, undefined> {
    this.prompts.push(request);
    const promptTokens = this.#admit(request, request.maxTokens, signal);
    const crash = new AbortController();
    this.#running.add(crash);
    try {
      return yield* this.#say(this.#nextReply(), { request, promptTokens, signal, crash: crash.signal });
    } finally {
      this.#running.delete(crash);
    }
  }

  async decide(request: DecisionRequest, signal?: AbortSignal): Promise<readonly number[]> {
    this.decisions.push(request);
    this.#admit(request, 1, signal);
    if (new Set(request.choices).size < Math.max(2, request.choices.length)) {
      throw new ModelError('choices-invalid', `Cannot choose: ${request.choices.length} choices are not told apart`);
    }
    const crash = new AbortController();
    this.#running.add(crash);
    try {
      // A timer of the caller's signal ends the wait, as it ends a decision that waits for its engine.
      await sleep(this.#delayMs, undefined, { signal: AbortSignal.any([crash.signal, ...(signal ? [signal] : [])]) });
    } catch {
      throw crash.signal.aborted ? new ModelError('engine-down', 'Cannot choose: the generator crashed') : cancelled();
    } finally {
      this.#running.delete(crash);
    }
    const weights = this.#decide?.(request) ?? new ModelError('engine-failed', 'Cannot choose: nothing is scripted');
    if (weights instanceof ModelError) throw weights;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  }

  /** @returns tokens of the prompt */
  #admit(
    { system, user }: Pick<GenerationRequest, 'system' | 'user'>,
    maxTokens: number,
    signal: AbortSignal | undefined,
  ): number {
    if (signal?.aborted === true) throw cancelled();
    if (!this.#isOpen) throw new ModelError('engine-down', 'Cannot answer: the generator is closed');
    if (this.#running.size >= this.#maxCalls) throw new ModelError('queue-full', 'Cannot answer: too many calls');
    const promptTokens = tokensOf(system) + tokensOf(user);
    if (promptTokens + maxTokens <= this.contextTokens) return promptTokens;
    throw new ModelError('prompt-too-long', `Cannot answer: the context holds ${this.contextTokens} tokens`);
  }

  async *#say(
    reply: string,
    turn: { request: GenerationRequest; promptTokens: number; signal: AbortSignal | undefined; crash: AbortSignal },
  ): AsyncGenerator<string, GenerationUsage, undefined> {
    const pieces = (reply.match(/\s*\S+/g) ?? []).slice(0, turn.request.maxTokens);
    for (const piece of pieces) {
      await sleep(this.#delayMs);
      if (turn.crash.aborted) throw new ModelError('engine-down', 'Cannot generate: the generator crashed');
      if (turn.signal?.aborted === true) throw cancelled();
      yield piece;
    }
    return { promptTokens: turn.promptTokens, completionTokens: pieces.length };
  }

  /** Fails every call in flight with `engine-down`, as the death of an engine does. Later calls are served. */
  crash(): void {
    for (const running of this.#running) running.abort();
  }

  async countTokens(text: string): Promise<number> {
    return tokensOf(text);
  }

  isReady(): boolean {
    return this.#isOpen;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.crash();
  }

  #nextReply(): string {
    const reply = this.#replies.shift();
    if (reply instanceof ModelError) throw reply;
    if (reply !== undefined) return reply;
    throw new ModelError('engine-failed', `Cannot answer call ${this.prompts.length}: the script has no reply for it`);
  }
}

export function scriptedGenerator(...replies: readonly ScriptedReply[]): ScriptedGenerator {
  return new ScriptedGenerator(replies);
}

function tokensOf(text: string): number {
  return Math.ceil((text.match(/\w+|[^\w\s]/g)?.length ?? 0) * TOKENS_A_WORD);
}

function cancelled(): ModelError {
  return new ModelError('cancelled', 'Generation was cancelled by its caller');
}
