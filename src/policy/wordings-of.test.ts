import { expect, it } from 'vitest';
import { wordingsOf } from './wordings-of.ts';

it('gathers the texts of every language and nothing else', () => {
  const part = { id: 'x', list: [{ message: { en: 'Hello', de: 'Hallo' } }], limit: 3, none: null };
  expect(wordingsOf(part)).toEqual(['Hello', 'Hallo']);
});
