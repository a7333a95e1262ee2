import { type Figure, figure, type OnProgress } from '../evaluation.ts';

/** Characters of one piece; times are told per piece, which makes them times per KB. */
const PIECE = 1_024;
/** Enough for a 95th percentile, few enough to wait for. */
const MOST_PIECES = 200;

/** Cuts the texts, one after the other, into pieces of one KB; a set of less gives none. */
export function toPieces(texts: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const text of texts) {
    piece += `${text}. `;
    while (piece.length >= PIECE && pieces.length < MOST_PIECES) {
      pieces.push(piece.slice(0, PIECE));
      piece = piece.slice(PIECE);
    }
    if (pieces.length === MOST_PIECES) break;
  }
  return pieces;
}

/** @returns milliseconds of each piece; every piece is read once before, so that code is compiled */
export async function msPerKilobyte(
  pieces: readonly string[],
  read: (text: string) => Promise<unknown>,
  onProgress: OnProgress,
): Promise<readonly number[]> {
  onProgress(`Timing: ${pieces.length} pieces of 1 KB`);
  for (const piece of pieces) await read(piece);
  const times: number[] = [];
  for (const piece of pieces) {
    const begun = performance.now();
    await read(piece);
    times.push(performance.now() - begun);
  }
  return times;
}

export function speedFigures(ms: readonly number[], prefix = ''): readonly Figure[] {
  const name = (rank: string) => (prefix === '' ? `${rank}MsPerKb` : `${prefix}${rank.toUpperCase()}MsPerKb`);
  return [figure(name('p50'), rankOf(ms, 0.5), ms.length), figure(name('p95'), rankOf(ms, 0.95), ms.length)];
}

/** The nearest-rank percentile. */
function rankOf(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
