import { isNegation } from './function-words.ts';
import { toWords } from './words.ts';

/** What passages say, ready to be asked word by word. */
export interface Support {
  readonly words: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  /** Stems by their first three letters, for words of the same family. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  readonly negated: boolean;
}

const familyLetters = 3;
const shortestFamily = 4;
/** Shared letters over mean length from which two stems count as one family ("supplier", "supply"). */
const familyLikeness = 0.7;

export function toSupport(texts: readonly string[]): Support {
  const words = new Set<string>();
  const stems = new Set<string>();
  for (const text of texts) {
    for (const { word, stem } of toWords(text)) {
      words.add(word);
      stems.add(stem);
    }
  }
  return { words, stems, families: toFamilies(stems), negated: [...words].some(isNegation) };
}

/** How far the passages hold a stem: 1 literally, down to 0.7 as a word of the same family, else 0. */
export function supportOf(stem: string, support: Support): number {
  if (support.stems.has(stem)) return 1;
  if (stem.length < shortestFamily) return 0;
  let best = 0;
  for (const other of support.families.get(stem.slice(0, familyLetters)) ?? []) {
    best = Math.max(best, (2 * sharedLetters(stem, other)) / (stem.length + other.length));
  }
  return best >= familyLikeness ? best : 0;
}

function toFamilies(stems: ReadonlySet<string>): Map<string, string[]> {
  const families = new Map<string, string[]>();
  for (const stem of stems) {
    if (stem.length < shortestFamily) continue;
    const key = stem.slice(0, familyLetters);
    const family = families.get(key);
    if (family === undefined) families.set(key, [stem]);
    else family.push(stem);
  }
  return families;
}

function sharedLetters(one: string, other: string): number {
  const limit = Math.min(one.length, other.length);
  let shared = familyLetters;
  while (shared < limit && one[shared] === other[shared]) shared += 1;
  return shared;
}
