import { extractSpecifics } from './extract-specifics.ts';
import { toNameWords } from './find-names.ts';
import type { Specific } from './specific.ts';

/** The specifics that passages vouch for. */
export interface SpecificSupport {
  readonly values: ReadonlySet<string>;
  /** All words of the passages in order, for names. */
  readonly words: string;
}

export function toSpecificSupport(texts: readonly string[]): SpecificSupport {
  const values = new Set<string>();
  for (const text of texts) {
    for (const specific of extractSpecifics(text)) {
      for (const value of [...specific.values, ...specific.implied]) values.add(value);
    }
  }
  return { values, words: texts.map(toNameWords).join('\n') };
}

/** True when a passage has it, in whatever form. */
export function isSupported(specific: Specific, support: SpecificSupport): boolean {
  if (specific.kind === 'name')
    return specific.values.some((value) => support.words.includes(value.slice('name:'.length)));
  if (specific.values.some((value) => support.values.has(value))) return true;
  // A country code or a trunk zero more or less is the same line.
  return specific.kind === 'phone' && specific.implied.some((value) => support.values.has(value));
}
