import type { Candidate } from './detector.ts';
import { isEntityType } from './entity-type.ts';
import { isOrdinaryWord } from './name-words.ts';

/** Most values looked for in one message: enough for any conversation, and a bound on time. */
const MOST_VALUES = 100;

export interface RepeatableValue {
  readonly type: string;
  readonly value: string;
}

/**
 * Finds values of the conversation that come again without the words that gave them away the first time: "My name is
 * Jane Doe … the account of Jane Doe".
 */
export function findRepeatedValues(text: string, values: readonly RepeatableValue[]): readonly Candidate[] {
  const wanted = new Map<string, RepeatableValue>();
  const repeatable = values.flatMap(withNameParts).filter(canRepeat);
  for (const entry of repeatable.slice(-MOST_VALUES)) wanted.set(entry.value.toLowerCase(), entry);
  if (wanted.size === 0) return [];

  const longestFirst = [...wanted.keys()].sort((one, other) => other.length - one.length);
  const shape = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return [...text.matchAll(shape)].flatMap((match): Candidate[] => {
    const entry = wanted.get(match[0].toLowerCase());
    if (entry === undefined || !isEntityType(entry.type) || !isSpelledAlike(entry, match[0])) return [];
    const end = match.index + match[0].length;
    return [{ type: entry.type, start: match.index, end, score: 0.3, source: 'pattern:known-value' }];
  });
}

/** "Jane Doe" may come again as "Jane". */
function withNameParts(entry: RepeatableValue): RepeatableValue[] {
  if (entry.type !== 'NAME' || !entry.value.includes(' ')) return [entry];
  const parts = entry.value.split(/\s+/).map((value) => ({ type: 'NAME', value }));
  return [...parts, entry];
}

/** Short numbers and everyday words come again by chance. */
function canRepeat({ type, value }: RepeatableValue): boolean {
  if (type === 'NAME') return value.length >= 3 && !isOrdinaryWord(value);
  return value.length >= 4 && value.length <= 128 && /\d/.test(value);
}

/** One word of a name is that name only with its capital: "will", "mark" and "grace" are words. */
function isSpelledAlike({ type, value }: RepeatableValue, found: string): boolean {
  return type !== 'NAME' || value.includes(' ') || /^\p{Lu}/u.test(found);
}

function escaped(value: string): string {
  return value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
