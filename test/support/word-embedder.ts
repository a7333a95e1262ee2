import { setTimeout as sleep } from 'node:timers/promises';
import type { Embedder } from '../../src/models/embedder.ts';
import { ModelError } from '../../src/models/model-error.ts';

export interface WordEmbedderOptions {
  readonly dimension?: number;
  /** Before each answer, in milliseconds. */
  readonly delayMs?: number;
}

const STOP_WORDS = new Set(
  'a an and are as at be been but by can could did do does for from had has have how i if in is it its me my of on or our please should so that the their them then there they this to was we were what when where which who will with would you your'.split(
    ' ',
  ),
);
const STOP_WORD_WEIGHT = 0.15;
const TRIGRAM_WEIGHT = 0.25;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A deterministic embedder: texts with the same words, or words of the same stem, are near each other. */
export class WordEmbedder implements Embedder {
  readonly model = { id: 'words', sha256: '0'.repeat(64) };
  readonly dimension: number;
  readonly #delayMs: number;
  readonly #running = new Set<AbortController>();
  #isOpen = true;

  constructor({ dimension = 256, delayMs = 0 }: WordEmbedderOptions = {}) {
    this.dimension = dimension;
    this.#delayMs = delayMs;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    if (!this.#isOpen) throw new ModelError('engine-down', 'Cannot embed: the embedder is closed');
    const crash = new AbortController();
    this.#running.add(crash);
    try {
      await sleep(this.#delayMs);
      if (crash.signal.aborted) throw new ModelError('engine-down', 'Cannot embed: the embedder crashed');
      if (signal?.aborted === true) throw new ModelError('cancelled', 'Embedding was cancelled by its caller');
      return texts.map((text) => toVector(text, this.dimension));
    } finally {
      this.#running.delete(crash);
    }
  }

  /** Fails every call in flight with `engine-down`, as the death of an engine does. Later calls are served. */
  crash(): void {
    for (const running of this.#running) running.abort();
  }

  isReady(): boolean {
    return this.#isOpen;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.crash();
  }
}

export function wordEmbedder(options: WordEmbedderOptions = {}): WordEmbedder {
  return new WordEmbedder(options);
}

function toVector(text: string, dimension: number): Float32Array {
  const vector = new Float32Array(dimension);
  // A constant part keeps a text without words from being a zero vector.
  vector[0] = 1e-3;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const weight = STOP_WORDS.has(word) ? STOP_WORD_WEIGHT : 1;
    const stem = stemOf(word);
    add(vector, `word:${stem}`, weight);
    const framed = `^${stem}$`;
    for (let start = 0; start + 3 <= framed.length; start += 1) {
      add(vector, framed.slice(start, start + 3), weight * TRIGRAM_WEIGHT);
    }
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function add(vector: Float32Array, feature: string, weight: number): void {
  const hash = hashOf(feature);
  const index = hash % vector.length;
  // The sign spreads collisions to both sides, so that they cancel on average.
  vector[index] = (vector[index] ?? 0) + (hash & 0x40000000 ? weight : -weight);
}

function stemOf(word: string): string {
  const stem = word.replace(/(?:ations?|ments?|ings?|ed|es|ly|s)$/u, '');
  return stem.length >= 3 ? stem.replace(/(.)\1$/u, '$1') : word;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, FNV_PRIME);
  }
  return hash >>> 0;
}
