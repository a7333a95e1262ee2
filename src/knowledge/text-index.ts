/** A passage that shares words with a query; `score` is BM25 turned so that more is better, above 0. */
export interface MatchingPassage {
  readonly passage: string;
  readonly score: number;
}

/** How common words are. Counts stop at a limit of the index: a word in as many passages tells none apart. */
export interface WordSpread {
  readonly passages: number;
  /** For each word asked, in order: passages that hold a word of its stem, anywhere in the index. */
  readonly holding: readonly number[];
}

/**
 * Finds passages by their words.
 *
 * Held by `test/contract/text-index-contract.ts`:
 * - Best first, at most `k`; words are compared by stem, without case or accents.
 * - No query text can raise a syntax error; a query without words answers nothing.
 * - A quoted phrase (`"card reader"`) comes first where it stands literally.
 *
 * @see Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009
 */
export interface TextIndex {
  search(collection: string, query: string, k: number): Promise<readonly MatchingPassage[]>;
  spread(words: readonly string[]): Promise<WordSpread>;
}
