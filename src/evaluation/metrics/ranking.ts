/** What one query found, best first, and what it should have found. */
export interface Ranked {
  readonly documents: readonly string[];
  readonly relevant: ReadonlySet<string>;
}

/** Share of the relevant documents among the first `k`, 0–1. */
export function recallAt({ documents, relevant }: Ranked, k: number): number {
  return foundAmong(documents.slice(0, k), relevant) / relevant.size;
}

/** 1 when any relevant document is among the first `k`, else 0. */
export function hitAt({ documents, relevant }: Ranked, k: number): number {
  return foundAmong(documents.slice(0, k), relevant) > 0 ? 1 : 0;
}

/** One over the place of the first relevant document, 0 when there is none. */
export function reciprocalRank({ documents, relevant }: Ranked): number {
  const place = documents.findIndex((document) => relevant.has(document));
  return place < 0 ? 0 : 1 / (place + 1);
}

/**
 * Normalised discounted cumulative gain of the first `k`, a document being relevant or not, 0–1.
 *
 * @see Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002
 */
export function ndcgAt({ documents, relevant }: Ranked, k: number): number {
  const found = documents
    .slice(0, k)
    .reduce((sum, document, place) => sum + (relevant.has(document) ? gainAt(place) : 0), 0);
  const ideal = Array.from({ length: Math.min(k, relevant.size) }, (_, place) => gainAt(place));
  return found / ideal.reduce((sum, one) => sum + one, 0);
}

/** What a relevant document is worth at a place, counted from 0. */
function gainAt(place: number): number {
  return 1 / Math.log2(place + 2);
}

function foundAmong(documents: readonly string[], relevant: ReadonlySet<string>): number {
  return new Set(documents.filter((document) => relevant.has(document))).size;
}
