import type { Heading, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as toPlainText } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';

/** The prose under one heading, as plain text with one line a paragraph, list item or table row. */
export interface Section {
  /** Headings above the text, outermost first, without a leading title. */
  readonly headings: readonly string[];
  readonly text: string;
}

/** Characters after which a section is cut at the next block, so that a passage stays one matter. */
const LONGEST_SECTION = 1_600;

/** Splits Markdown (CommonMark with GitHub tables) by its headings. */
export function readMarkdown(markdown: string): readonly Section[] {
  return toSections(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

/** Walks a tree block by block; whatever format a document came in, it is split here. */
export function toSections(root: Root): readonly Section[] {
  const sections: Section[] = [];
  let headings: readonly Heading[] = [];
  let lines: string[] = [];
  const close = (): void => {
    const text = lines.join('\n').trim();
    // A first-level heading is the title of the page, and every passage has that already.
    const names = headings.filter((heading) => heading.depth > 1).map((heading) => toPlainText(heading));
    if (text !== '') sections.push({ headings: names, text });
    lines = [];
  };
  for (const block of root.children) {
    if (block.type === 'heading') {
      close();
      headings = [...headings.filter((heading) => heading.depth < block.depth), block];
      continue;
    }
    if (lines.join('\n').length > LONGEST_SECTION) close();
    lines.push(...linesOf(block));
  }
  close();
  return sections;
}

function linesOf(block: RootContent): readonly string[] {
  switch (block.type) {
    case 'list':
      return block.children.flatMap((item) => item.children.flatMap(linesOf));
    case 'table':
      return tableLines(block.children.map((row) => row.children.map((cell) => toPlainText(cell))));
    case 'blockquote':
      return block.children.flatMap(linesOf);
    // Markup and code are not sentences anybody approved to be said.
    case 'html':
    case 'code':
    case 'thematicBreak':
    case 'definition':
      return [];
    default:
      return [toPlainText(block).replace(/\s+/gu, ' ').trim()].filter((line) => line !== '');
  }
}

/** A table row reads as a sentence: `Replacement card: Standard free; Express $15.` */
function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const [header, ...body] = rows;
  return body.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, index) => `${header?.[index + 1] ?? ''} ${cell}`.trim());
    return `${first}: ${cells.join('; ')}.`;
  });
}
