/**
 * Turns texts into vectors whose inner product is their cosine similarity.
 *
 * Held by `test/contract/embedder-contract.ts`:
 * - `embed` answers one vector a text, in order, each of `dimension` finite numbers with Euclidean length 1 (± 1e-3).
 * - The same text gives the same vector, alone or in a batch (± 1e-2: int8 activations are scaled per batch).
 * - An empty list answers an empty list. Texts longer than the model reads are cut by its own tokenizer, as trained.
 * - An aborted signal rejects with `cancelled`; the engine stays usable.
 * - A dead engine rejects with `engine-down`, restarts by itself and serves the next call.
 *
 * @see Reimers & Gurevych, "Sentence-BERT", EMNLP 2019
 */
export interface Embedder {
  readonly model: { readonly id: string; readonly sha256: string };
  /** Numbers in a vector. */
  readonly dimension: number;
  /**
   * @throws {ModelError} `engine-down`, `engine-timeout`, `engine-failed`, `queue-full`, `cancelled`
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  isReady(): boolean;
  close(): Promise<void>;
}
