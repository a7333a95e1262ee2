import { describe, expect, it } from 'vitest';
import { createPlaceholderBook } from './placeholder-book.ts';

describe('createPlaceholderBook', () => {
  it('gives one value one placeholder however it is spelled', () => {
    const book = createPlaceholderBook([], 'GB');
    expect(book.placeholderFor('CARD', '4111 1111 1111 1111')).toBe('[CARD_1]');
    expect(book.placeholderFor('CARD', '4111-1111-1111-1111')).toBe('[CARD_1]');
    expect(book.placeholderFor('CARD', '４１１１１１１１１１１１１１１１')).toBe('[CARD_1]');
    expect(book.placeholderFor('PHONE', '020 7946 0958')).toBe('[PHONE_1]');
    expect(book.placeholderFor('PHONE', '+44 20 7946 0958')).toBe('[PHONE_1]');
    expect(book.placeholderFor('EMAIL', 'John@X.com')).toBe('[EMAIL_1]');
    expect(book.placeholderFor('EMAIL', 'john at x dot com')).toBe('[EMAIL_1]');
    expect(book.placeholderFor('NAME', 'jane  DOE')).toBe('[NAME_1]');
    expect(book.placeholderFor('NAME', 'Jane Doe')).toBe('[NAME_1]');
  });

  it('tells values and kinds apart', () => {
    const book = createPlaceholderBook([]);
    expect(book.placeholderFor('SECRET', 'abc1')).toBe('[SECRET_1]');
    expect(book.placeholderFor('SECRET', 'ABC1')).toBe('[SECRET_2]');
    expect(book.placeholderFor('ACCOUNT', 'abc1')).toBe('[ACCOUNT_1]');
  });

  it('continues a conversation and lists what is added', () => {
    const known = { placeholder: '[CARD_7]', type: 'CARD', value: '4111 1111 1111 1111' };
    const book = createPlaceholderBook([known]);
    expect(book.placeholderFor('CARD', '4111111111111111')).toBe('[CARD_7]');
    expect(book.added()).toEqual([]);
    expect(book.placeholderFor('CARD', '5555555555554444')).toBe('[CARD_8]');
    expect(book.added()).toEqual([{ placeholder: '[CARD_8]', type: 'CARD', value: '5555555555554444' }]);
    expect(book.values()).toEqual([known, ...book.added()]);
  });
});
