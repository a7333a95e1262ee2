/** One prompt for one completion. `data` is never read as special tokens: `<|im_end|>` in it stays text. */
export interface GenerationRequest {
  /** Instructions, worded by the appliance. The same string on every call keeps the engine's prefix warm. */
  readonly system: string;
  /** Passages and question, delimited by the prompt; written by others and untrusted. */
  readonly user: string;
  readonly maxTokens: number;
  /** 0 is greedy, the default: the same request gives the same text. */
  readonly temperature?: number;
  readonly seed?: number;
}

/** One prompt for one choice among a few. `system` and `user` as in {@link GenerationRequest}. */
export interface DecisionRequest {
  readonly system: string;
  readonly user: string;
  /** What the answer may be: 2 or more labels, each of one token however it is spelt, such as `A`, `B`, `C`. */
  readonly choices: readonly string[];
}

/** How many tokens went in and came out. */
export interface GenerationUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/**
 * Words text from a prompt, and chooses among given answers.
 *
 * Held by `test/contract/text-generator-contract.ts`:
 * - `generate` yields pieces of text in order and returns the usage; the pieces joined are the completion.
 * - A prompt that does not fit `contextTokens` with `maxTokens` is refused with `prompt-too-long` before any work: it is never shortened.
 * - Breaking out of the loop or aborting stops the engine within one token; the next call is served.
 * - Several calls at once run side by side in one batch; a caller beyond the bounded queue gets `queue-full`.
 * - At temperature 0 the same request alone on the machine gives the same text.
 * - `decide` answers a probability for each choice, in their order, which add up to 1. They are the model's own for the
 *   next token, shared out among the choices: nothing is generated, so nothing else can be answered.
 * - The same decision alone on the machine has the same probabilities, whatever was asked before.
 * - A decision takes a place among the calls as a completion does, needs room for its prompt and one token, and is
 *   refused with `choices-invalid` before any work when its choices cannot be told apart by one token.
 * - A dead engine rejects every call in flight with `engine-down`, restarts by itself and serves the next call.
 */
export interface TextGenerator {
  readonly model: { readonly id: string; readonly sha256: string };
  readonly contextTokens: number;
  /**
   * @throws {ModelError} `prompt-too-long`, `engine-down`, `engine-timeout`, `engine-failed`, `queue-full`, `cancelled`
   */
  generate(request: GenerationRequest, signal?: AbortSignal): AsyncGenerator<string, GenerationUsage, undefined>;
  /**
   * @throws {ModelError} `choices-invalid`, and what `generate` throws
   */
  decide(request: DecisionRequest, signal?: AbortSignal): Promise<readonly number[]>;
  /** Tokens of `text`, with special tokens unparsed. */
  countTokens(text: string): Promise<number>;
  isReady(): boolean;
  close(): Promise<void>;
}
