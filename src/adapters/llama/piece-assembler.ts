/** What a character cut in the middle of its UTF-8 bytes decodes to. */
const CUT_CHARACTER = '\uFFFD';
/** A character has at most four bytes, so four tokens of one byte; beyond that the mark is the model's own text. */
const MOST_TOKENS_OF_ONE_CHARACTER = 4;
/** Earlier tokens handed over as context: some vocabularies write a space only behind another token. */
const CONTEXT_TOKENS = 3;

/** Tokens to text, told the tokens before them. */
type Detokenize<Token> = (tokens: readonly Token[], before: readonly Token[]) => string;

/** Turns tokens into pieces of whole characters: what ends inside a character waits for the rest of it. */
export class PieceAssembler<Token> {
  readonly #detokenize: Detokenize<Token>;
  #before: Token[] = [];
  #held: Token[] = [];

  constructor(detokenize: Detokenize<Token>) {
    this.#detokenize = detokenize;
  }

  /** The text that `token` completes, possibly empty. */
  add(token: Token): string {
    this.#held.push(token);
    const text = this.#detokenize(this.#held, this.#before);
    if (text.endsWith(CUT_CHARACTER) && this.#held.length < MOST_TOKENS_OF_ONE_CHARACTER) return '';
    this.#release();
    return text;
  }

  /** What is left when no token follows. A character without its end is dropped. */
  end(): string {
    if (this.#held.length === 0) return '';
    const text = this.#detokenize(this.#held, this.#before);
    this.#release();
    return text.replace(/\uFFFD+$/u, '');
  }

  #release(): void {
    this.#before = [...this.#before, ...this.#held].slice(-CONTEXT_TOKENS);
    this.#held = [];
  }
}
