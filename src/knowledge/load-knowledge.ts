import { embedAll } from '../models/embed-all.ts';
import type { Embedder } from '../models/embedder.ts';
import { KnowledgeError } from './knowledge-error.ts';
import type { DocumentOrigin, DocumentSummary, KnowledgeStore, PassageVectors } from './knowledge-store.ts';
import { type DocumentSource, type KnowledgeDocument, parseDocument, versionOf } from './parse-document.ts';
import type { Passage } from './passage.ts';

export interface LoadReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** One readable line a document that could not be taken in; the others are loaded all the same. */
  readonly failures: readonly string[];
  /** Passages that read like an instruction to the assistant and are kept out of answers. */
  readonly suspect: readonly string[];
  /** Documents that hold personal data, with its kinds: `branch-letter: EMAIL, IBAN`. Policy decides whether they are taken in. */
  readonly personal: readonly string[];
}

/** Looks at a document before anything of it is stored. */
export interface DocumentScreen {
  /** Kinds of personal data in the text, each once. */
  findKinds(text: string): readonly string[];
  /** True where policy takes in no document that holds any. */
  readonly refuses: boolean;
}

export interface LoadOptions {
  readonly sources: readonly DocumentSource[];
  readonly store: KnowledgeStore;
  readonly embedder: Embedder;
  /** `folder`: the sources are all there is of it, and documents of it that are not among them leave the answers. */
  readonly origin: DocumentOrigin;
  readonly onProgress?: (done: number, total: number) => void;
  readonly screen?: DocumentScreen;
}

/** Brings the store in step with the sources: only what changed is parsed, embedded and stored. */
export async function loadKnowledge(options: LoadOptions): Promise<LoadReport> {
  const { sources, store, embedder } = options;
  const listed = await store.list();
  const stored = new Map(listed.map((document) => [document.id, document.version]));
  const sameModel = (await store.vectorModel()) === embedder.model.id;
  const isKnown = (source: DocumentSource): boolean => sameModel && stored.get(source.id) === versionOf(source);
  const known = sources.filter(isKnown);
  const {
    documents: fresh,
    failures,
    personal,
  } = parseAll(
    sources.filter((source) => !isKnown(source)),
    options.screen,
  );
  let done = 0;
  for (const document of fresh) {
    await store.put(document, await embedPassages(embedder, document.passages), {
      model: embedder.model.id,
      origin: options.origin,
    });
    done += 1;
    options.onProgress?.(done, fresh.length);
  }
  const present = new Set(sources.map((source) => source.id));
  const removed = options.origin === 'folder' ? departed(listed, present) : [];
  for (const id of removed) await store.remove(id);
  return {
    added: fresh.filter((document) => !stored.has(document.id)).map((document) => document.id),
    changed: fresh.filter((document) => stored.has(document.id)).map((document) => document.id),
    removed,
    unchanged: known.length,
    failures,
    personal,
    suspect: suspectsOf([...(await storedPassages(store, listed, known)), ...fresh.flatMap((one) => one.passages)]),
  };
}

/** What the store holds of documents that were not parsed again, where any of it is suspect. */
async function storedPassages(
  store: KnowledgeStore,
  listed: readonly DocumentSummary[],
  known: readonly DocumentSource[],
): Promise<readonly Passage[]> {
  const ids = new Set(known.map((source) => source.id));
  const suspect = listed.filter((one) => one.suspect > 0 && ids.has(one.id));
  return (await Promise.all(suspect.map(async ({ id }) => store.passages(await store.passageIdsOf(id))))).flat();
}

function suspectsOf(passages: readonly Passage[]): readonly string[] {
  return passages.filter((one) => one.suspect).map((one) => one.id);
}

/** Documents of the folder that are no longer in it. */
function departed(listed: readonly DocumentSummary[], present: ReadonlySet<string>): readonly string[] {
  return listed.filter((one) => one.origin === 'folder' && !present.has(one.id)).map((one) => one.id);
}

function parseAll(sources: readonly DocumentSource[], screen: DocumentScreen | undefined) {
  const documents: KnowledgeDocument[] = [];
  const failures: string[] = [];
  const personal: string[] = [];
  for (const source of sources) {
    try {
      const document = parseDocument(source);
      // The name of a file and its front matter say as much as its text.
      const kinds = screen?.findKinds(`${source.id}\n${source.text}`) ?? [];
      if (kinds.length > 0) personal.push(`${source.id}: ${kinds.join(', ')}`);
      if (kinds.length > 0 && screen?.refuses === true) {
        failures.push(
          `Cannot load "${source.id}": it holds personal data (${kinds.join(', ')}), and policy refuses that`,
        );
      } else documents.push(document);
    } catch (error) {
      // Whatever one document does to its parser, the others are loaded and the appliance starts.
      failures.push(
        error instanceof KnowledgeError ? error.message : `Cannot load "${source.id}": it cannot be parsed`,
      );
    }
  }
  return { documents, failures, personal };
}

async function embedPassages(embedder: Embedder, passages: readonly Passage[]): Promise<readonly PassageVectors[]> {
  const texts = passages.flatMap((passage) => [
    wholeText(passage),
    ...passage.sentences.map((one) => sentenceText(passage, one.text)),
  ]);
  const vectors = await embedAll(embedder, texts);
  let next = 0;
  return passages.map((passage) => {
    const [whole = new Float32Array(embedder.dimension), ...sentences] = vectors.slice(
      next,
      next + 1 + passage.sentences.length,
    );
    next += 1 + passage.sentences.length;
    return { passage: passage.id, whole, sentences };
  });
}

/** A passage is found by its headings as much as by its text. */
function wholeText(passage: Passage): string {
  return [passage.title, ...passage.headings, passage.text].join('. ');
}

/** A sentence alone may say "it costs $15"; the title says of what. */
function sentenceText(passage: Passage, sentence: string): string {
  return `${passage.title}: ${sentence}`;
}
