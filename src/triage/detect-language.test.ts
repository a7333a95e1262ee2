import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language.ts';

describe('detectLanguage', () => {
  it.each([
    ['我的卡丢了', 'zh'],
    ['カードをなくしました', 'ja'],
    ['मेरा कार्ड खो गया', 'hi'],
    ['فقدت بطاقتي', 'ar'],
    ['Я потерял карту', 'ru'],
    ['He perdido mi tarjeta y necesito una nueva', 'es'],
    ['Ich habe meine Karte verloren und brauche eine neue', 'de'],
    ['I have lost my card and need another one', 'en'],
  ])('knows %s as %s', (text, language) => {
    expect(detectLanguage(text, 'en')).toBe(language);
  });

  it('goes by the conversation where a text is too short to tell', () => {
    expect(detectLanguage('ok', 'en')).toBe('en');
    expect(detectLanguage('ok', 'es')).toBe('es');
  });

  it('takes no placeholder for a word', () => {
    expect(detectLanguage('[NAME_1] [CARD_1] [IBAN_2] [EMAIL_1]', 'en')).toBe('en');
  });

  it('takes no single foreign letter for a language', () => {
    expect(detectLanguage('what does the Ω sign on my statement mean', 'en')).toBe('en');
  });
});
