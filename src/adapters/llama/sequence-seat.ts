import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { PromptTokens, Sampling, Seat, SeatWork, Weighing } from './lockstep.ts';

/**
 * Tokens of a prompt evaluated in one step. A prompt is cut at fixed places, counted from its start up to the end of
 * the shared part and from there on, and its cached tokens are reused in whole cuts only: the same prompt alone is
 * evaluated in the same pieces whether the cache is warm or cold, so rounding is the same and so is the text.
 * Larger cuts read a cold prompt up to a fifth faster, smaller ones waste less of a warm cache.
 */
const CUT_TOKENS = 32;
const GREEDY: Sampling = { temperature: 0, seed: 0 };

/** One sequence of the context: keeps the tokens it has seen, so that the next prompt with the same start is cheap. */
export class SequenceSeat implements Seat<Token> {
  readonly #sequence: LlamaContextSequence;
  #work: SeatWork<Token> | undefined;
  #remaining: Token[] = [];
  #done = 0;
  #generator: ReturnType<LlamaContextSequence['evaluateWithMetadata']> | undefined;

  constructor(sequence: LlamaContextSequence) {
    this.#sequence = sequence;
  }

  get isFree(): boolean {
    return this.#work === undefined;
  }

  get isReading(): boolean {
    return this.#remaining.length > 0;
  }

  warmTokensOf(prompt: PromptTokens<Token>): number {
    const seen = this.#sequence.contextTokens;
    // The last token is always evaluated: its logits choose the first token of the completion.
    const limit = Math.min(seen.length, prompt.tokens.length - 1);
    let same = 0;
    while (same < limit && seen[same] === prompt.tokens[same]) same += 1;
    const base = same < prompt.sharedTokens ? 0 : prompt.sharedTokens;
    return base + Math.floor((same - base) / CUT_TOKENS) * CUT_TOKENS;
  }

  async take(work: SeatWork<Token>): Promise<void> {
    this.#work = work;
    const { tokens } = work.prompt;
    this.#done = this.warmTokensOf(work.prompt);
    this.#remaining = tokens.slice(this.#done);
    await this.#sequence.adaptStateToTokens(tokens.slice(0, this.#done), false);
    const seen = this.#sequence.nextTokenIndex;
    // A sequence that cannot cut its cache where asked starts over.
    if (seen === this.#done) return;
    if (seen > 0) await this.#sequence.clearHistory();
    this.#done = 0;
    this.#remaining = [...tokens];
  }

  get nextTokens(): number {
    return Math.max(1, this.#cutLength());
  }

  async step(): Promise<Token | 'prompt' | undefined> {
    const length = this.#cutLength();
    if (length > 0) {
      const cut = this.#remaining.splice(0, length);
      this.#done += length;
      if (this.#remaining.length > 0) {
        await this.#sequence.evaluateWithoutGeneratingNewTokens(cut);
        return 'prompt';
      }
      const sampling = this.#work?.sampling ?? GREEDY;
      if ('weighed' in sampling) return this.#weigh(cut, sampling);
      this.#generator = this.#sequence.evaluateWithMetadata(cut, {}, sampling);
    }
    const next = await this.#generator?.next();
    return next?.done === false ? next.value.token : undefined;
  }

  /** Logits are read before any sampler: its cut-offs would leave most tokens without a weight. */
  async #weigh(cut: readonly Token[], { weighed, onLogits }: Weighing<Token>): Promise<undefined> {
    const [last] = cut.slice(-1);
    if (last === undefined) return;
    const asked = { generateNext: { logits: { filter: { tokens: weighed } } } };
    const results = await this.#sequence.controlledEvaluate([...cut.slice(0, -1), [last, asked]]);
    onLogits(results.at(-1)?.next.logits ?? new Map());
  }

  async leave(fault?: unknown): Promise<void> {
    await this.#generator?.return();
    this.#generator = undefined;
    this.#work = undefined;
    this.#remaining = [];
    if (fault !== undefined) await this.#sequence.clearHistory();
  }

  #cutLength(): number {
    const shared = this.#work?.prompt.sharedTokens ?? 0;
    const untilEdge = this.#done < shared ? shared - this.#done : this.#remaining.length;
    return Math.min(CUT_TOKENS, untilEdge, this.#remaining.length);
  }
}
