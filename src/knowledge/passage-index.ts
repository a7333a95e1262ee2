/** A passage near a vector; `similarity` is the cosine, −1 … 1. */
export interface NearPassage {
  readonly passage: string;
  readonly similarity: number;
}

/** The vectors of one collection as the store of truth has them, in a stable order. */
export interface CollectionVectors {
  readonly collection: string;
  /** Id of the embedding model; vectors of two models never mix. */
  readonly model: string;
  readonly dimension: number;
  readonly entries: readonly { readonly passage: string; readonly vector: Float32Array }[];
}

/**
 * Finds passages by their vectors. A cache: the store has the truth, and an index that does not match it is built again.
 *
 * Held by `test/contract/passage-index-contract.ts`:
 * - `open` makes a collection searchable, from its file when the file's manifest matches the vectors, else by building it.
 * - `search` answers at most `k` passages, nearest first, with recall@10 of at least 0.99 of an exact scan.
 * - A collection that was never opened answers nothing. A vector of the wrong dimension or with a number that is not finite is refused.
 * - Opening again replaces what was there; a search under way sees one or the other, never a mixture.
 */
export interface PassageIndex {
  /** @returns whether a saved index could be used, or had to be built */
  open(vectors: CollectionVectors): Promise<'loaded' | 'built'>;
  /** @throws {KnowledgeError} `index-unavailable` */
  search(collection: string, vector: Float32Array, k: number): Promise<readonly NearPassage[]>;
}
