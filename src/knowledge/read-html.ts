import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import { unified } from 'unified';
import { type Section, toSections } from './read-markdown.ts';

/** Splits an HTML page by its headings. Scripts, styles and attributes never become text. */
export function readHtml(html: string): readonly Section[] {
  const processor = unified().use(rehypeParse).use(rehypeRemark);
  return toSections(processor.runSync(processor.parse(html)));
}
