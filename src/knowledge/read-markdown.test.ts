import { describe, expect, it } from 'vitest';
import { readMarkdown } from './read-markdown.ts';

describe('readMarkdown', () => {
  it('makes a section of the prose below each heading', () => {
    expect(readMarkdown('Intro.\n\n## Lost\nCall us.\n\n### Abroad\nCall +1.\n\n## Found\nUnfreeze it.')).toEqual([
      { headings: [], text: 'Intro.' },
      { headings: ['Lost'], text: 'Call us.' },
      { headings: ['Lost', 'Abroad'], text: 'Call +1.' },
      { headings: ['Found'], text: 'Unfreeze it.' },
    ]);
  });

  it('leaves the title of the page to the document', () => {
    expect(readMarkdown('# Cards\n\n## Lost\nCall us.')).toEqual([{ headings: ['Lost'], text: 'Call us.' }]);
  });

  it('keeps a line for each item and row, so that sentences do not run into each other', () => {
    const text =
      '1. Open the app\n2. Tap **Freeze**\n\n| card | price |\n| --- | --- |\n| Express | $15 |\n| Standard | free |';
    expect(readMarkdown(text)).toEqual([
      { headings: [], text: 'Open the app\nTap Freeze\nExpress: price $15.\nStandard: price free.' },
    ]);
  });

  it('says nothing of markup, code, comments and link targets', () => {
    const text =
      'See [our site](https://evil.example/x).\n\n<script>alert(1)</script>\n\n```js\nrun()\n```\n\n<!-- hidden -->\n\n[a]: https://x.example';
    expect(readMarkdown(text)).toEqual([{ headings: [], text: 'See our site.' }]);
  });

  it('cuts a long section between its blocks, never inside one', () => {
    const block = 'A sentence about one matter. '.repeat(30).trim();
    const sections = readMarkdown(`## Long\n${[block, block, block, block].join('\n\n')}`);
    expect(sections.length).toBeGreaterThan(1);
    expect(sections.every(({ headings, text }) => headings[0] === 'Long' && text.startsWith('A sentence'))).toBe(true);
  });

  it('finds no section in a text without prose', () => {
    expect(readMarkdown('## Only a heading\n\n---\n')).toEqual([]);
  });
});
