/** Indexes and values of the features a text has; every other feature is 0. */
export interface SparseVector {
  readonly indexes: Int32Array;
  readonly values: Float32Array;
}

/** The pieces of words that a set of texts is made of, and how telling each is. */
export interface Vocabulary {
  /** Piece → its index. */
  readonly pieces: ReadonlyMap<string, number>;
  /** Inverse document frequency, by index. */
  readonly weights: Float32Array;
}

/** Runs of letters within a word that are looked at, word ends included: they see through typing mistakes and endings. */
const SHORTEST_RUN = 2;
const LONGEST_RUN = 5;
/** A run of letters that one text alone has says nothing about the next text. */
const FEWEST_TEXTS = 2;
/** Characters that are read: a pasted letter is not more telling than its beginning. */
const MOST_CHARACTERS = 2_000;

/** Counts the pieces of the texts. */
export function fitVocabulary(texts: readonly string[]): Vocabulary {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const { words, runs } = piecesOf(text);
    for (const piece of new Set([...words, ...runs])) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const kept = [...counts].filter(([piece, count]) => isWord(piece) || count >= FEWEST_TEXTS);
  return {
    pieces: new Map(kept.map(([piece], index) => [piece, index])),
    weights: Float32Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}

/**
 * Words, pairs of words and runs of letters, each weighted by how often it stands here and how rare it is; words and
 * runs have length 1 each, so that neither drowns the other.
 *
 * @see Sparck Jones, "A statistical interpretation of term specificity", Journal of Documentation 1972
 */
export function toSparseVector(text: string, vocabulary: Vocabulary): SparseVector {
  const { words, runs } = piecesOf(text);
  const parts = [weigh(words, vocabulary), weigh(runs, vocabulary)];
  const entries = parts.flat().toSorted(([one], [other]) => one - other);
  return {
    indexes: Int32Array.from(entries, ([index]) => index),
    values: Float32Array.from(entries, ([, value]) => value),
  };
}

function weigh(
  pieces: readonly string[],
  { pieces: known, weights }: Vocabulary,
): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const piece of pieces) {
    const index = known.get(piece);
    if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const weighted = [...counts].map(([index, count]) => [index, (1 + Math.log(count)) * (weights[index] ?? 0)] as const);
  const length = Math.sqrt(weighted.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
  return weighted.map(([index, value]) => [index, value / length] as const);
}

/** Words are marked, so that the word "to" is another piece than the letters "to" within a word. */
function piecesOf(text: string): { readonly words: readonly string[]; readonly runs: readonly string[] } {
  const plain = text.slice(0, MOST_CHARACTERS).normalize('NFKC').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  const pairs = words.slice(1).map((word, index) => `=${words[index]} ${word}`);
  const runs: string[] = [];
  for (const word of plain.match(/\S+/gu) ?? []) {
    const letters = ` ${word} `;
    for (let length = SHORTEST_RUN; length <= LONGEST_RUN; length += 1) {
      for (let start = 0; start + length <= letters.length; start += 1) runs.push(letters.slice(start, start + length));
    }
  }
  return { words: [...words.map((word) => `=${word}`), ...pairs], runs };
}

function isWord(piece: string): boolean {
  return piece.startsWith('=');
}
