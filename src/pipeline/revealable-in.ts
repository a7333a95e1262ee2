import type { Caller } from '../identity/roles.ts';
import { mayReveal, type RevealPolicy } from '../policy/reveal-schema.ts';

const placeholder = /\[([A-Z_]{1,24})_\d{1,9}\]/gu;

/** Placeholders of these texts whose value policy lets a role see, each once, in the order they stand. */
export function revealableIn(
  texts: readonly string[],
  policy: RevealPolicy,
  { role }: Pick<Caller, 'role'>,
): readonly string[] {
  const found = texts.flatMap((text) => [...text.matchAll(placeholder)]);
  const allowed = found.filter(([, kind = '']) => mayReveal(policy, role, kind));
  return [...new Set(allowed.map(([whole]) => whole))];
}
