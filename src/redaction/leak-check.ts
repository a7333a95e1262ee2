import { canonicalValue } from './canonical-value.ts';
import type { Candidate } from './detector.ts';
import { isEntityType } from './entity-type.ts';
import { createCandidateFinder, type DetectionOptions } from './find-candidates.ts';
import type { KnownValue } from './placeholder-book.ts';
import { toReadableText } from './readable-text.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';

/** Personal data where none may be; offsets are UTF-16 code units of the checked text. Never holds the value. */
export interface Leak {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly source: string;
}

export interface LeakCheckOptions {
  /** Values this customer wrote in this conversation: they may be shown them. */
  readonly known: readonly KnownValue[];
  /** Texts that may be quoted, for example the cited passages: what they hold is published. */
  readonly allowed: readonly string[];
}

export interface LeakReport {
  readonly leaks: readonly Leak[];
  /** False when a recogniser failed: an empty list then proves nothing. */
  readonly complete: boolean;
}

/** Kinds that tell nobody by themselves: a reply may name a day or a site, and a passage often does. */
export const harmless: ReadonlySet<string> = new Set(['DATE', 'AGE', 'DOMAIN']);

/** A placeholder as redaction writes it. */
export const placeholder = /\[[A-Z_]{1,24}_\d{1,9}\]/g;

/**
 * Makes the check of replies for personal data the customer did not write and no source publishes. The reply is
 * model-written and may quote anybody; a placeholder of another conversation is a leak too.
 */
export function createLeakCheck(options: DetectionOptions = {}) {
  const finder = createCandidateFinder(options);

  function keysOf(text: string): string[] {
    const readable = toReadableText(text).text;
    return finder.find(readable).candidates.map((candidate) => keyOf(candidate, readable));
  }

  function keyOf({ type, start, end }: Candidate, readable: string): string {
    return `${type}\n${canonicalValue(type, readable.slice(start, end), finder.country)}`;
  }

  return function findPersonalData(text: string, { known, allowed }: LeakCheckOptions): LeakReport {
    const readable = toReadableText(text);
    const { candidates, complete } = finder.find(readable.text);
    const mayStand = new Set([...known.flatMap(keyOfKnown), ...allowed.flatMap(keysOf)]);
    const leaks = resolveOverlaps(
      candidates.filter((candidate) => !harmless.has(candidate.type) && !mayStand.has(keyOf(candidate, readable.text))),
      readable.text,
    ).map(({ type, start, end, score, source }) => ({ type, ...readable.toOriginal(start, end), score, source }));
    return { leaks: [...leaks, ...findForeignPlaceholders(text, known)], complete };
  };

  function keyOfKnown({ type, value }: KnownValue): string[] {
    return isEntityType(type) ? [`${type}\n${canonicalValue(type, value, finder.country)}`] : [];
  }
}

function findForeignPlaceholders(text: string, known: readonly KnownValue[]): Leak[] {
  const own = new Set(known.map((entry) => entry.placeholder));
  return [...text.matchAll(placeholder)]
    .filter((match) => !own.has(match[0]))
    .map((match) => ({
      type: match[0].slice(1, match[0].lastIndexOf('_')),
      start: match.index,
      end: match.index + match[0].length,
      score: 1,
      source: 'pattern:foreign-placeholder',
    }));
}
