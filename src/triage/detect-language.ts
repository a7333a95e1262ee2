import { eld } from 'eld/medium';

/** Shorter texts are guessed wrong too often: "ok gracias" may be four languages. */
const FEWEST_LETTERS = 16;

/**
 * The language of a text (ISO 639-1), or the conversation's own where the text is too short to tell.
 * Placeholders are left out: `[NAME_1]` is no word of any language.
 */
export function detectLanguage(text: string, fallback: string): string {
  const prose = text.replace(/\[[A-Z_]+_\d+\]/gu, ' ');
  if (prose.replace(/[^\p{L}]/gu, '').length < FEWEST_LETTERS) return fallback;
  const result = eld.detect(prose);
  return result.isReliable() && result.language !== '' ? result.language : fallback;
}
