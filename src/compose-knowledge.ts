import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import type { KnowledgeStore } from './knowledge/knowledge-store.ts';
import { type DocumentScreen, type LoadReport, loadKnowledge } from './knowledge/load-knowledge.ts';
import type { DocumentSource } from './knowledge/parse-document.ts';
import type { PassageIndex } from './knowledge/passage-index.ts';
import type { Embedder } from './models/embedder.ts';
import type { PolicyHolder } from './policy/policy-holder.ts';
import type { PolicyFiles } from './policy/policy-schema.ts';
import { toDetectionOptions } from './redaction/detection-rules.ts';
import { createCandidateFinder } from './redaction/find-candidates.ts';
import { toReadableText } from './redaction/readable-text.ts';

const formats: Readonly<Record<string, DocumentSource['format']>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
};

/** Reads every document of a file or folder. The id is the path without its ending: `cards/lost.md` → `cards-lost`. */
export async function readSources(path: string): Promise<readonly DocumentSource[]> {
  const sources: DocumentSource[] = [];
  for (const file of await listFiles(path)) {
    const format = formats[extname(file).toLowerCase()];
    if (format === undefined) continue;
    const name = (await stat(path)).isDirectory() ? relative(path, file) : basename(file);
    const id = name.slice(0, -extname(name).length).split(sep).join('-');
    const writtenOn = (await stat(file)).mtime.toISOString().slice(0, 10);
    sources.push({ id, format, text: await readFile(file, 'utf8'), writtenOn });
  }
  return sources;
}

/** Kinds no approved document needs; names, places and days are what many are about. */
const unpublished: ReadonlySet<string> = new Set([
  'CARD',
  'IBAN',
  'EMAIL',
  'PHONE',
  'SSN',
  'NATIONAL_ID',
  'ACCOUNT',
  'SORT_CODE',
  'SECRET',
  'URL',
  'DATE_OF_BIRTH',
  'PASSPORT',
  'HEALTH_ID',
  'WALLET',
  'USERNAME',
]);

/** Looks for personal data in documents, by the rules of the policy; what belongs to the operator (`ours`) is none. */
export function createDocumentScreen(privacy: PolicyFiles['privacy']): DocumentScreen {
  const finder = createCandidateFinder(toDetectionOptions(privacy));
  return {
    refuses: privacy.knowledge === 'refuse',
    findKinds: function findKinds(text) {
      const { candidates } = finder.find(toReadableText(text).text);
      return [...new Set(candidates.map(({ type }) => type).filter((type) => unpublished.has(type)))].sort();
    },
  };
}

/** Brings the store in step with the knowledge folder and opens every collection for search. */
async function syncKnowledge(options: {
  readonly folder: string;
  readonly store: KnowledgeStore;
  readonly passageIndex: PassageIndex;
  readonly embedder: Embedder;
  readonly screen: DocumentScreen;
  readonly onProgress?: (done: number, total: number) => void;
}): Promise<LoadReport> {
  const { store, embedder, onProgress, screen } = options;
  const sources = await readSources(options.folder);
  const progress = onProgress ? { onProgress } : {};
  const report = await loadKnowledge({ sources, store, embedder, origin: 'folder', screen, ...progress });
  await openCollections(store, options.passageIndex);
  return report;
}

/** Opens the index of every collection, built again where it does not match the store. */
export async function openCollections(store: KnowledgeStore, passageIndex: PassageIndex): Promise<void> {
  for (const collection of await store.collections()) await passageIndex.open(await store.vectors(collection));
}

async function listFiles(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What of the knowledge folder is in use. */
interface Shelf {
  readonly version: string;
  /** Asked where a conversation names none. */
  readonly collection: string;
  readonly warnings: readonly string[];
  /** Null while the folder could not be read for want of an embedder. */
  readonly report: LoadReport | null;
}

interface ShelfParts {
  readonly folder: string;
  readonly store: { readonly knowledge: KnowledgeStore; readonly passageIndex: PassageIndex };
  readonly policy: PolicyHolder;
  readonly engines: { readonly embedder: Embedder & { isReady(): boolean } };
  readonly onProgress?: ((what: string) => void) | undefined;
}

/** Loads the knowledge folder; while the embedder is down, what was loaded before stays in use. */
export async function openApplianceKnowledge(parts: ShelfParts) {
  const { store, engines } = parts;
  let shelf: Shelf;
  if (engines.embedder.isReady()) shelf = await loadFolder(parts, engines.embedder);
  else {
    await openCollections(store.knowledge, store.passageIndex);
    shelf = await toShelf(store.knowledge, { warnings: [], report: null });
  }
  return {
    current: (): Shelf => shelf,
    /** Loads the folder by an embedder that was opened late, unless it is loaded. */
    loadLate: async function loadLateKnowledge(embedder: Embedder): Promise<Shelf> {
      if (shelf.report === null) shelf = await loadFolder(parts, embedder);
      return shelf;
    },
  };
}

async function loadFolder({ folder, store, policy, onProgress }: ShelfParts, embedder: Embedder): Promise<Shelf> {
  const report = await syncKnowledge({
    folder,
    store: store.knowledge,
    passageIndex: store.passageIndex,
    embedder,
    screen: createDocumentScreen(policy.current().files.privacy),
    onProgress: (done, total) => onProgress?.(`Indexing knowledge: ${done} of ${total} documents`),
  });
  const warnings = [...report.failures];
  if (report.suspect.length > 0)
    warnings.push(`Kept out of answers, because they read like instructions: ${report.suspect.join(', ')}`);
  if (report.personal.length > 0) warnings.push(`Documents hold personal data: ${report.personal.join('; ')}`);
  return toShelf(store.knowledge, { warnings, report });
}

async function toShelf(store: KnowledgeStore, about: Pick<Shelf, 'warnings' | 'report'>): Promise<Shelf> {
  const collections = await store.collections();
  const collection = collections.includes('default') ? 'default' : (collections[0] ?? 'default');
  return { version: await store.version(), collection, ...about };
}
