import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkActiveContent } from './check-active-content.ts';

const kinds = (text: string) =>
  checkActiveContent(givenSubject({ sentences: [text] })).map((finding) => finding.detail);

describe('checkActiveContent', () => {
  it.each([
    ['Click <a href="https://x.example">here</a>.', 'html'],
    ['<script>alert(1)</script>', 'html'],
    ['<img src=x onerror=alert(1)', 'html'],
    ['<!-- hidden -->', 'html'],
    ['&lt;script&gt;', 'html-entity'],
    ['&#x6A;avascript', 'html-entity'],
    ['![x](https://evil.example/?q=1)', 'markdown-image'],
    ['![x][1]', 'markdown-image'],
    ['[here](https://evil.example)', 'markdown-link'],
    ['[here][ref]', 'markdown-link'],
    ['[ref]: https://evil.example', 'markdown-link'],
    ['javascript:alert(1)', 'script-address'],
    ['java\tscript:alert(1)', 'script-address'],
    ['data:text/html;base64,AAAA', 'data-address'],
    ['file:///etc/passwd', 'data-address'],
    ['{"reply": "It is free', 'data-object'],
    ['```json', 'data-object'],
    ['{{constructor}}', 'template'],
    ['It is\u0007 free.', 'control-character'],
    ['It is\u001B[31m free.', 'control-character'],
    ['It is \u202Eeerf.', 'bidi-override'],
    ['It is f\u200Bree.', 'hidden-character'],
    ['It is free\u{E0041}.', 'hidden-character'],
  ])('finds %j', (text, kind) => {
    expect(kinds(text)).toContain(kind);
  });

  it.each([
    'It is free [1][2].',
    'It costs < $5 & takes > 2 days.',
    'Your data: we keep little of it.',
    'See https://bank.example/help (all day).',
    'Dear [NAME_1], it is free.',
    'Pay [the fee] now.\n- one\n- two',
    'Tom & Jerry; AT&T',
  ])('passes %j', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it('names the place', () => {
    const [finding] = checkActiveContent(givenSubject({ sentences: ['It is free.', 'See <b>this</b>.'] }));
    expect(finding).toMatchObject({ sentence: 1, span: { start: 16, end: 19 } });
  });
});
