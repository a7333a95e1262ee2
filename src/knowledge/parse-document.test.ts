import { describe, expect, it } from 'vitest';
import { KnowledgeError } from './knowledge-error.ts';
import { type DocumentSource, parseDocument } from './parse-document.ts';

function given(text: string, format: DocumentSource['format'] = 'markdown'): DocumentSource {
  return { id: 'lost-card', format, text, writtenOn: '2026-11-01' };
}

function codeOf(text: string): string {
  try {
    parseDocument(given(text));
    return 'none';
  } catch (error) {
    return error instanceof KnowledgeError ? error.code : 'uncoded';
  }
}

const article = `---
title: Lost cards
collection: bank
updated: 2026-10-01
review: 2027-12-01
volatile: true
---
## Report it
Call us. A new card is free.

## Fees
| what | price |
| --- | --- |
| Express | $15 |
`;

describe('parseDocument', () => {
  it('makes a passage of each section, with what the front matter says', () => {
    const document = parseDocument(given(article));
    expect(document.passages.map(({ id, headings, text }) => ({ id, headings, text }))).toEqual([
      { id: 'lost-card#1', headings: ['Report it'], text: 'Call us. A new card is free.' },
      { id: 'lost-card#2', headings: ['Fees'], text: 'Express: price $15.' },
    ]);
    expect(document.passages[0]).toMatchObject({
      title: 'Lost cards',
      updated: '2026-10-01',
      reviewBy: '2027-12-01',
      volatile: true,
    });
  });

  it('keeps sentences as literal pieces of their passage', () => {
    for (const { text, sentences } of parseDocument(given(article)).passages) {
      for (const sentence of sentences) expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
    }
  });

  it('reads HTML by its headings and leaves scripts out', () => {
    const html = '<h1>Cards</h1><script>alert(1)</script><h2>Lost</h2><p onclick="x()">Call us <b>now</b>.</p>';
    expect(parseDocument(given(html, 'html')).passages.map((one) => one.text)).toEqual(['Call us now.']);
  });

  it('names a document without front matter by its first heading', () => {
    expect(parseDocument(given('# Opening hours\n\nWe open at nine.'))).toMatchObject({
      title: 'Opening hours',
      updated: '2026-11-01',
    });
  });

  it('gives another version to another text', () => {
    const [one, other] = [article, `${article}More.`].map((text) => parseDocument(given(text)).version);
    expect(one).not.toBe(other);
  });

  it.each([
    ['a front matter that is no YAML', '---\ntitle: [\n---\nText.', 'document-invalid'],
    ['a front matter without a title', '---\ncollection: bank\n---\nText.', 'document-invalid'],
    ['a date that is none', '---\ntitle: T\nupdated: yesterday\n---\nText.', 'document-invalid'],
    [
      'an alias bomb',
      `---\ntitle: &a [x]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n---\nText.`,
      'document-invalid',
    ],
    ['quotes nested without end', `${'>'.repeat(3_000)} deep`, 'document-invalid'],
    ['more than anybody writes', 'word '.repeat(300_000), 'document-invalid'],
    ['nothing but code', '```js\nlet a;\n```', 'document-empty'],
    ['nothing at all', '', 'document-empty'],
  ])('refuses %s', (_what, text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
