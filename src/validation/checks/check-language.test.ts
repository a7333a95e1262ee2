import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkLanguage } from './check-language.ts';

const faults = (text: string, language: string, turn = language) =>
  checkLanguage(givenSubject({ sentences: [text], language, evidence: { language: turn } })).map((one) => one.detail);

describe('checkLanguage', () => {
  it.each([
    ['A replacement card is free.', 'en'],
    ['Yes.', 'en'],
    ['Call 0800 123 4567.', 'en'],
    ['Die neue Karte ist kostenlos und kommt mit der Post.', 'de'],
    ['La nouvelle carte est gratuite et vous la recevez par la poste.', 'fr'],
    ['La nueva tarjeta es gratuita y se envía por correo.', 'es'],
    ['Новая карта бесплатна.', 'ru'],
  ])('passes %j as %s', (text, language) => {
    expect(faults(text, language)).toEqual([]);
  });

  it('finds a language the customer does not write', () => {
    expect(faults('A card is free.', 'en', 'de')).toEqual(['not-of-the-turn']);
  });

  it('finds a language policy does not speak', () => {
    expect(faults('Kortet är gratis.', 'sv')).toEqual(['not-spoken']);
  });

  it.each([
    ['Die neue Karte ist kostenlos und sie kommt mit der Post, bitte warten.', 'en'],
    ['The new card is free and it will come to you with the post.', 'de'],
    ['Новая карта бесплатна.', 'en'],
    ['The new card is free.', 'ru'],
  ])('finds that %j is not %s', (text, language) => {
    expect(faults(text, language)).toEqual(['reads-otherwise']);
  });
});
