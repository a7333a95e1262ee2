import { createHash } from 'node:crypto';
import { parseDocument as parseYaml } from 'yaml';
import { z } from 'zod';
import { splitSentences } from '../conversation/split-sentences.ts';
import { KnowledgeError } from './knowledge-error.ts';
import type { Passage } from './passage.ts';
import { readHtml } from './read-html.ts';
import { readMarkdown, type Section } from './read-markdown.ts';
import { isInstruction } from './screen-instructions.ts';

/** Front matter of a document. Only the title is asked of everybody. */
const frontMatterSchema = z.object({
  title: z.string().trim().min(1),
  collection: z.string().default('default'),
  audience: z.string().default('public'),
  topic: z.string().default('general'),
  owner: z.string().default(''),
  updated: z.iso.date().optional(),
  review: z.iso.date().optional(),
  volatile: z.boolean().default(false),
});

/** One version of a document, split into the passages that are searched and cited. */
export interface KnowledgeDocument {
  readonly id: string;
  readonly title: string;
  readonly collection: string;
  readonly audience: string;
  readonly topic: string;
  readonly owner: string;
  readonly updated: string;
  readonly reviewBy: string | null;
  readonly volatile: boolean;
  /** `sha256:` of the source text. */
  readonly version: string;
  readonly source: string;
  readonly passages: readonly Passage[];
}

export interface DocumentSource {
  /** File name without folder and ending; becomes the document's id. */
  readonly id: string;
  readonly format: 'markdown' | 'html';
  readonly text: string;
  /** Calendar date to use where the document names none: the day it was written to disk. */
  readonly writtenOn: string;
}

/** Names one version of a document: its text, whatever is made of it. */
export function versionOf({ text }: DocumentSource): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * Parses one document, with its front matter, into passages by heading.
 *
 * @throws {KnowledgeError} `document-invalid` for front matter that cannot be read and for what is too long or nested too
 *   deeply to be an article, `document-empty` when no prose is left
 */
export function parseDocument(source: DocumentSource): KnowledgeDocument {
  refuseUnreadable(source);
  const { matter, body } = splitFrontMatter(source);
  const sections = source.format === 'html' ? readHtml(body) : readMarkdown(body);
  const document = {
    id: source.id,
    title: matter.title,
    collection: matter.collection,
    audience: matter.audience,
    topic: matter.topic,
    owner: matter.owner,
    updated: matter.updated ?? source.writtenOn,
    reviewBy: matter.review ?? null,
    volatile: matter.volatile,
    version: versionOf(source),
    source: source.text,
  };
  const passages = sections.map((section, index) => toPassage(document, section, index + 1));
  if (passages.length === 0) throw new KnowledgeError('document-empty', `Cannot load "${source.id}": it has no text`);
  return { ...document, passages };
}

/** Characters of a document; the longest policy of a bank is shorter. */
const LONGEST_DOCUMENT = 1_000_000;
/** Indents and quote marks before a line's first word: deeper nesting takes a parser minutes, and no reader follows it. */
const tooDeep = /^[ \t>]{100}/mu;

function refuseUnreadable({ id, text }: DocumentSource): void {
  if (text.length > LONGEST_DOCUMENT) {
    throw new KnowledgeError('document-invalid', `Cannot load "${id}": it has ${text.length} characters`);
  }
  if (tooDeep.test(text)) throw new KnowledgeError('document-invalid', `Cannot load "${id}": it is nested too deeply`);
}

function toPassage(document: Omit<KnowledgeDocument, 'passages'>, section: Section, number: number): Passage {
  return {
    id: `${document.id}#${number}`,
    document: document.id,
    collection: document.collection,
    title: document.title,
    headings: section.headings,
    version: document.version,
    text: section.text,
    sentences: splitSentences(section.text),
    updated: document.updated,
    reviewBy: document.reviewBy,
    volatile: document.volatile,
    audience: document.audience,
    suspect: isInstruction(section.text),
  };
}

function splitFrontMatter(source: DocumentSource): { matter: z.infer<typeof frontMatterSchema>; body: string } {
  const text = source.text.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n');
  const match = /^---\n([\s\S]*?)\n---\n?/u.exec(text);
  const body = match ? text.slice(match[0].length) : text;
  const parsed = frontMatterSchema.safeParse(
    match ? readYaml(source.id, match[1] ?? '') : { title: titleOf(source, body) },
  );
  if (parsed.success) return { matter: parsed.data, body };
  const [issue] = parsed.error.issues;
  throw new KnowledgeError(
    'document-invalid',
    `Cannot load "${source.id}": front matter ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

function readYaml(id: string, yaml: string): unknown {
  const document = parseYaml(yaml);
  const [error] = document.errors;
  if (error === undefined) {
    try {
      return document.toJS({ maxAliasCount: 10 });
    } catch (cause) {
      throw new KnowledgeError('document-invalid', `Cannot load "${id}": front matter has too many aliases`, { cause });
    }
  }
  const line = error.linePos?.[0].line ?? 1;
  throw new KnowledgeError('document-invalid', `Cannot load "${id}": front matter line ${line + 1}: ${error.code}`);
}

/** The first heading of a document without front matter, else its id. */
function titleOf(source: DocumentSource, body: string): string {
  const heading =
    /^#\s+(.+)$/mu.exec(body) ?? /<h1[^>]*>([^<]+)<\/h1>/iu.exec(body) ?? /<title>([^<]+)<\/title>/iu.exec(body);
  return heading?.[1]?.trim() ?? source.id;
}
