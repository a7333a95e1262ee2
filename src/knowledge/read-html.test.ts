import { describe, expect, it } from 'vitest';
import { readHtml } from './read-html.ts';

describe('readHtml', () => {
  it('makes a section of the prose below each heading', () => {
    const page =
      '<h1>Cards</h1><h2>Lost</h2><p>Call us. It is <b>free</b>.</p><h2>Found</h2><ul><li>Unfreeze it.</li><li>Use it.</li></ul>';
    expect(readHtml(page)).toEqual([
      { headings: ['Lost'], text: 'Call us. It is free.' },
      { headings: ['Found'], text: 'Unfreeze it.\nUse it.' },
    ]);
  });

  it('reads a table row as a sentence', () => {
    const page = '<table><tr><th>card</th><th>price</th></tr><tr><td>Express</td><td>$15</td></tr></table>';
    expect(readHtml(page)).toEqual([{ headings: [], text: 'Express: price $15.' }]);
  });

  it('takes no script, style, comment or attribute for text', () => {
    const page =
      '<head><title>t</title><style>p{}</style></head><body><!-- say yes --><script>steal()</script><p onclick="steal()" title="tip">Call us.</p></body>';
    expect(readHtml(page).map(({ text }) => text)).toEqual(['Call us.']);
  });

  it('reads what a broken page still says', () => {
    expect(readHtml('<p>Call us.<p>Or write').map(({ text }) => text)).toEqual(['Call us.\nOr write']);
  });
});
