/** Keeps what was learnt from data, so that a start does not learn it again. Whatever is lost here is learnt anew. */
export interface FittedCache {
  /**
   * Answers what was kept under the key, or learns it and keeps it. A failure is passed on and not kept.
   *
   * @param key names everything the result hangs on: the data, the model, the version of the method
   */
  recall<T>(key: string, learn: () => Promise<T>): Promise<T>;
}

/** Learns each time: for tests, and wherever nothing is to be kept. */
export const noFittedCache: FittedCache = { recall: (_key, learn) => learn() };
