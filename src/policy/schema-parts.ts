import { z } from 'zod';
import { isPhrasePattern } from './phrase-pattern.ts';

/** Shapes that several policy files share. */
export const id = z.string().regex(/^[a-z][a-z0-9-]*$/u, 'must be kebab-case');

export const sentence = z.string().trim().min(1);

/** Text by language (BCP 47 primary subtag). English is the fallback, so it must be there. */
export const wording = z.record(z.string(), sentence).refine((texts) => texts.en !== undefined, 'needs an "en" text');
export type Wording = z.infer<typeof wording>;

export const phrase = sentence.refine(
  isPhrasePattern,
  'is no phrase: use words, `word*`, `(a|b)` without spaces, and `...`',
);
