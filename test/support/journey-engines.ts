import type { Embedder } from '../../src/models/embedder.ts';
import { ModelError, type ModelErrorCode } from '../../src/models/model-error.ts';
import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../../src/models/text-generator.ts';
import { type ScriptedReply, scriptedGenerator } from './scripted-generator.ts';
import { wordEmbedder } from './word-embedder.ts';

/** Somebody waits here until the door is opened again. */
class Gate {
  #closed: Promise<void> | undefined;
  #arrived: () => void = () => undefined;

  /** Closes the gate. `reached` resolves when somebody stands before it, `release` opens it again. */
  close(): { readonly reached: Promise<void>; readonly release: () => void } {
    const reached = new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    const opened: (() => void)[] = [];
    this.#closed = new Promise<void>((resolve) => {
      opened.push(resolve);
    });
    return { reached, release: () => opened[0]?.() };
  }

  async pass(): Promise<void> {
    if (this.#closed === undefined) return;
    this.#arrived();
    await this.#closed;
    this.#closed = undefined;
  }
}

/** A word embedder that a story can hold in the middle of a turn, or let die there. */
export class StoryEmbedder implements Embedder {
  readonly #words = wordEmbedder();
  readonly #gate = new Gate();
  readonly #faults: ModelErrorCode[] = [];
  readonly model = this.#words.model;
  readonly dimension = this.#words.dimension;

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    await this.#gate.pass();
    const fault = this.#faults.shift();
    if (fault !== undefined) throw new ModelError(fault, 'Cannot embed: the story says so');
    return this.#words.embed(texts, signal);
  }

  /** Holds the next call until it is released. */
  holdNext(): ReturnType<Gate['close']> {
    return this.#gate.close();
  }

  failNext(...faults: readonly ModelErrorCode[]): void {
    this.#faults.push(...faults);
  }

  failNoMore(): void {
    this.#faults.length = 0;
  }

  isReady(): boolean {
    return this.#words.isReady();
  }

  async close(): Promise<void> {
    await this.#words.close();
  }
}

/** A text model that says what it is told to, and stops to wait, or dies, where its text comes to a mark. */
export class StoryGenerator implements TextGenerator {
  readonly #script;
  readonly #gate = new Gate();
  #mark: RegExp | undefined;
  #death: RegExp | undefined;
  readonly model;
  readonly contextTokens;

  constructor(...replies: readonly ScriptedReply[]) {
    this.#script = scriptedGenerator(...replies);
    this.model = this.#script.model;
    this.contextTokens = this.#script.contextTokens;
  }

  get prompts(): readonly GenerationRequest[] {
    return this.#script.prompts;
  }

  async *generate(
    request: GenerationRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<string, GenerationUsage, undefined> {
    const pieces = this.#script.generate(request, signal);
    let text = '';
    for (;;) {
      const next = await pieces.next();
      if (next.done === true) return next.value;
      text += next.value;
      if (this.#death?.test(text) === true) throw new ModelError('engine-down', 'Cannot generate: the story says so');
      if (this.#mark?.test(text) === true) {
        this.#mark = undefined;
        await this.#gate.pass();
      }
      yield next.value;
    }
  }

  async decide(request: DecisionRequest, signal?: AbortSignal): Promise<readonly number[]> {
    return this.#script.decide(request, signal);
  }

  /** Stops to wait once the text so far matches. */
  holdAt(mark: RegExp): ReturnType<Gate['close']> {
    this.#mark = mark;
    return this.#gate.close();
  }

  /** Dies once the text so far matches. */
  dieAt(mark: RegExp): void {
    this.#death = mark;
  }

  async countTokens(text: string): Promise<number> {
    return this.#script.countTokens(text);
  }

  isReady(): boolean {
    return this.#script.isReady();
  }

  async close(): Promise<void> {
    await this.#script.close();
  }
}
