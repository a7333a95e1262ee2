/** A reproducible source of chance: the same seed, the same row of picks. */
export interface SeededRandom {
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  /** One of the values; throws for none. */
  pick<T>(values: readonly T[]): T;
  /** So many decimal digits, the first of which may be held to some. */
  digits(count: number, first?: string): string;
  letters(count: number, from?: string): string;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Mulberry32: 32 bits of state, good enough to plant test data and the same on every machine. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function between(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1));
  }
  function letters(count: number, from = upper): string {
    return Array.from({ length: count }, () => from.charAt(between(0, from.length - 1))).join('');
  }
  function pick<T>(values: readonly T[]): T {
    const value = values[between(0, values.length - 1)];
    if (value === undefined) throw new Error('Cannot pick from no values');
    return value;
  }
  function digits(count: number, first = '0123456789'): string {
    return letters(1, first) + letters(count - 1, '0123456789');
  }
  return { between, pick, digits, letters };
}
