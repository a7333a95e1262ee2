import { eld } from 'eld/medium';

/** Shorter texts are guessed wrong too often: "ok gracias" may be four languages. */
const FEWEST_LETTERS = 16;

/** Scripts that few languages are written in: two letters of one tell enough. */
const scripts: readonly { readonly letters: RegExp; readonly language: string }[] = [
  { letters: /[\p{Script=Hiragana}\p{Script=Katakana}]{2}/u, language: 'ja' },
  { letters: /\p{Script=Hangul}{2}/u, language: 'ko' },
  { letters: /\p{Script=Han}{2}/u, language: 'zh' },
  { letters: /\p{Script=Arabic}{2}/u, language: 'ar' },
  { letters: /\p{Script=Hebrew}{2}/u, language: 'he' },
  { letters: /\p{Script=Devanagari}{2}/u, language: 'hi' },
  { letters: /\p{Script=Thai}{2}/u, language: 'th' },
  { letters: /\p{Script=Greek}{2}/u, language: 'el' },
  { letters: /\p{Script=Cyrillic}{2}/u, language: 'ru' },
];

/**
 * The language of a text (ISO 639-1), or the conversation's own where the text is too short to tell.
 * Placeholders are left out: `[NAME_1]` is no word of any language.
 */
export function detectLanguage(text: string, fallback: string): string {
  const prose = text.replace(/\[[A-Z_]+_\d+\]/gu, ' ');
  const script = scripts.find(({ letters }) => letters.test(prose));
  if (script) return script.language;
  if (prose.replace(/[^\p{L}]/gu, '').length < FEWEST_LETTERS) return fallback;
  const result = eld.detect(prose);
  return result.isReliable() && result.language !== '' ? result.language : fallback;
}
