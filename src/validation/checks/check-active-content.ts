import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';

/** What a browser, a Markdown reader or a terminal might act on. A reply is plain text, so none of it is ever needed. */
const dangers: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'html', pattern: /<(?:[a-z!/?][^>]{0,200}>?)/giu },
  { kind: 'html-entity', pattern: /&(?:#\d{1,7}|#x[\da-f]{1,6}|lt|gt|quot|amp|apos|colon|tab|newline|lpar|nbsp);?/giu },
  { kind: 'markdown-image', pattern: /!\[[^\]\n]{0,200}\]\s?[([]/gu },
  { kind: 'markdown-link', pattern: /\[[^\]\n]{0,200}\]\s?\(|\[[^\]\n]{1,200}\]:\s?\S|\]\[[^\]\n]{0,200}\]/gu },
  { kind: 'script-address', pattern: /(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:/giu },
  {
    kind: 'data-address',
    pattern: /data:(?:[\w.+-]{1,60}\/[\w.+-]{1,60}|;base64|,)|(?:file|blob|filesystem|view-source|about):\/{0,3}\S/giu,
  },
  // A model that answers in a format was not asked to: what stands in it is no sentence for a customer.
  { kind: 'data-object', pattern: /[{[]\s*["'“]|["'”]\s*:\s*["'“[{\d]|`{3}/gu },
  { kind: 'template', pattern: /\{\{|\}\}|\$\{|<%|%>/gu },
  // Tab and line breaks are the only control characters that text needs.
  { kind: 'control-character', pattern: /[^\P{Cc}\t\n\r]|[\uFFF9-\uFFFB]/gu },
  { kind: 'bidi-override', pattern: /[\u202A-\u202E\u2066-\u2069]/gu },
  { kind: 'hidden-character', pattern: /[\u00AD\u200B\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]/gu },
];

/** A source mark beside another, "[1][2]", looks like a reference link and is none. */
const sourceMarks = /^\]\[\d{1,3}\]$/;

/** Nothing in a reply is more than text. */
export function checkActiveContent(subject: DraftSubject): Finding[] {
  return dangers.flatMap(({ kind, pattern }) =>
    [...subject.reply.text.matchAll(pattern)]
      .filter((match) => !sourceMarks.test(match[0]))
      .slice(0, 1)
      .map((match) => {
        const place = { start: match.index, end: match.index + match[0].length };
        return findingAt(subject, place, { check: 'active-content', detail: kind });
      }),
  );
}
