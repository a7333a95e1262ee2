import { createDocumentScreen, openCollections, readSources } from '../src/compose-knowledge.ts';
import { recordKnowledge } from '../src/compose-knowledge-record.ts';
import { openToChange, openToRead } from '../src/compose-offline.ts';
import { readPolicyFolder } from '../src/compose-policy.ts';
import type { DocumentOrigin } from '../src/knowledge/knowledge-store.ts';
import { type LoadReport, loadKnowledge } from '../src/knowledge/load-knowledge.ts';
import { toRedactedText } from '../src/redaction/redacted-text.ts';
import { createRetrieval } from '../src/retrieval/retrieve-passages.ts';
import { createCommand } from './command.ts';
import { parseCount } from './parse-count.ts';

const { program, progress, print, environment, run } = createCommand(
  'knowledge',
  'add, list and search approved documents',
);
const operator = { role: 'operator', key: 'knowledge' } as const;

function toLines(report: LoadReport): string[] {
  const { added, changed, removed, unchanged, failures, suspect, personal } = report;
  const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged`;
  const held = suspect.map((id) => `  kept out of answers, reads like an instruction: ${id}`);
  const told = personal.map((line) => `  holds personal data: ${line}`);
  return [counts, ...failures.map((line) => `  ${line}`), ...held, ...told];
}

async function load(paths: string[], origin: DocumentOrigin): Promise<void> {
  await using offline = await openToChange(environment(), { embedder: true });
  const sources = (await Promise.all(paths.map(readSources))).flat();
  const { store, embedder } = offline;
  const report = await loadKnowledge({
    sources,
    store: store.knowledge,
    embedder,
    origin,
    screen: createDocumentScreen(readPolicyFolder(environment().policies).base.files.privacy),
    onProgress: (done, total) => progress.report(`indexing ${done} of ${total} documents`),
  });
  await openCollections(store.knowledge, store.passageIndex);
  await recordKnowledge(store, { actor: operator, at: new Date(), report });
  print(report, toLines(report));
  if (report.failures.length > 0) process.exitCode = 1;
}

async function list(): Promise<void> {
  await using offline = await openToRead(environment(), { embedder: false });
  const documents = await offline.store.knowledge.list();
  const lines = documents.map(
    (one) => `${one.id.padEnd(32)} ${one.collection.padEnd(12)} ${one.updated}  ${one.passages} passages`,
  );
  print(documents, [...lines, `${documents.length} documents`]);
}

async function search(query: string, options: { collection?: string; limit: number }): Promise<void> {
  await using offline = await openToRead(environment(), { embedder: true });
  const { store, embedder } = offline;
  const { knowledge: documents, passageIndex, textIndex } = store;
  await openCollections(documents, passageIndex);
  const collection = options.collection ?? (await documents.collections())[0] ?? 'default';
  const [vector] = await embedder.embed([query]);
  const passages = await createRetrieval({ store: documents, passageIndex, textIndex })({
    // The operator's own words, and nothing of them is kept.
    queries: [{ text: toRedactedText(query, []), vector: vector ?? null }],
    collection,
    audiences: ['public', 'staff'],
    carried: [],
    limit: options.limit,
    now: new Date(),
  });
  const lines = passages.map(
    (one) => `${one.relevance.toFixed(2)}  ${one.id.padEnd(28)} ${one.stale ? 'STALE ' : ''}${one.text.slice(0, 90)}…`,
  );
  print(passages, lines.length > 0 ? lines : ['Nothing fits.']);
}

async function remove(id: string): Promise<void> {
  await using offline = await openToChange(environment(), { embedder: false });
  const { knowledge, passageIndex } = offline.store;
  if (!(await knowledge.remove(id))) throw new Error(`There is no document "${id}": see \`npm run knowledge -- list\``);
  await openCollections(knowledge, passageIndex);
  const report = { added: [], changed: [], removed: [id] };
  await recordKnowledge(offline.store, { actor: operator, at: new Date(), report });
  print({ removed: id }, [`Removed ${id}; its versions stay, so that old citations resolve`]);
}

program
  .command('add <paths...>')
  .description('add or replace documents from files and folders')
  .action((paths: string[]) => load(paths, 'added'));
program
  .command('rebuild')
  .description('bring the store in step with the knowledge folder')
  .action(() => load([environment().knowledge], 'folder'));
program.command('list').description('the documents in use').action(list);
program
  .command('search <query>')
  .description('the passages that would support an answer')
  .option('--collection <name>', 'search this collection')
  .option('--limit <count>', 'passages to show', parseCount, 5)
  .action(search);
program.command('remove <id>').description('take a document out of answers').action(remove);

await run();
