import { english } from './english.ts';
import type { Texts } from './texts.ts';

const languages: Readonly<Record<string, Texts>> = { en: english };

/** The first language of the device this page has words in, else English. */
export function textsFor(wanted: readonly string[]): Texts {
  for (const tag of wanted) {
    const texts = languages[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (texts !== undefined) return tag.includes('-') ? { ...texts, locale: tag } : texts;
  }
  return english;
}
