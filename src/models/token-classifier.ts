/** A run of a text and what it is, in the model's own words; offsets are UTF-16 code units, `end` exclusive. */
export interface LabelledSpan {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** 0–1: the model's belief that it is any of its kinds. Not calibrated. */
  readonly score: number;
}

/**
 * Finds what a learned model calls names, places, organisations and the like.
 *
 * Held by `test/contract/token-classifier-contract.ts`:
 * - `tag` answers spans that do not overlap, by rising `start`, each at least one code unit long, that begin and end
 *   with a letter, its accent or a digit. Accents, capitals and characters beyond the basic plane count as they stand in the text.
 * - The same text gives the same spans, alone and beside other calls.
 * - An empty text answers no spans. A text longer than {@link MOST_CHARACTERS} rejects with `prompt-too-long`: who
 *   needs one read splits it. Up to there it is read to its end, and calls for short texts pass a long one.
 * - An aborted signal rejects with `cancelled`; the engine stays usable.
 * - A dead engine rejects with `engine-down`, restarts by itself and serves the next call.
 */
export interface TokenClassifier {
  readonly model: { readonly id: string; readonly sha256: string };
  /**
   * @throws {ModelError} `prompt-too-long`, `engine-down`, `engine-timeout`, `engine-failed`, `queue-full`, `cancelled`
   */
  tag(text: string, signal?: AbortSignal): Promise<readonly LabelledSpan[]>;
  isReady(): boolean;
  close(): Promise<void>;
}

/** Longest text of one call, in UTF-16 code units: some seconds of work on one core. */
export const MOST_CHARACTERS = 32_768;
