import type { EntityType } from '../../src/redaction/entity-type.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How one kind of identifier is made and how customers say it. */
export interface PlantedKind {
  /** Stable name, `fi-identity`. */
  readonly kind: string;
  readonly type: EntityType;
  /** A value with right check characters, in one of its usual spellings. */
  make(random: SeededRandom): string;
  /** Sentences around the value, which stands for `{}`. */
  readonly said: readonly string[];
}

/** Cuts a value into groups; what is beyond them stands in one more. */
export function grouped(value: string, groups: readonly number[], separator: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const length of groups) {
    parts.push(value.slice(at, at + length));
    at += length;
  }
  return [...parts, value.slice(at)].filter((part) => part !== '').join(separator);
}

export const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** Day, month, and year of two digits of somebody grown up. */
export function shortBirth(random: SeededRandom) {
  return { day: pad(random.between(1, 28)), month: pad(random.between(1, 12)), year: pad(random.between(40, 99)) };
}

/** Tries bodies until one has a check character: some remainders give none. */
export function untilChecked(make: () => string | undefined): string {
  for (;;) {
    const value = make();
    if (value !== undefined) return value;
  }
}
