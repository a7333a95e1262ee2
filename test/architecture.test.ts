import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Breach,
  checkCycles,
  checkDefaultExports,
  checkEngines,
  checkEnvironment,
  checkLayers,
  checkNames,
} from './support/layer-rules.ts';
import { parseTree, readSourceTree } from './support/source-tree.ts';

const tree = readSourceTree(join(import.meta.dirname, '..'), ['src', 'scripts', 'test']);
const files = parseTree(tree);

describe('the source tree', () => {
  it('is read as a whole', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(1_000);
  });

  it('imports as the table allows, and every folder has a row', () => {
    expect(checkLayers(files)).toEqual([]);
  });

  it('keeps engines and frameworks in their folders', () => {
    expect(checkEngines(files)).toEqual([]);
  });

  it('has no import cycle, types included', () => {
    expect(checkCycles(files)).toEqual([]);
  });

  it('has kebab-case names and no drawers', () => {
    expect(checkNames(tree)).toEqual([]);
  });

  it('reads the environment in one file', () => {
    expect(checkEnvironment(files)).toEqual([]);
  });

  it('has no default exports', () => {
    expect(checkDefaultExports(files)).toEqual([]);
  });
});

/** The planted trees below are all that these files hold. */
function parse(planted: Readonly<Record<string, string>>) {
  return parseTree(new Map(Object.entries(planted)));
}

function summarize(breaches: readonly Breach[]): readonly string[] {
  return breaches.map(({ rule, path }) => `${rule} ${path}`);
}

describe('checkLayers', () => {
  it.each([
    `import { triageTurn } from '../triage/triage-turn.ts';`,
    `import type { Triage } from '../triage/triage.ts';`,
    `import { type Triage } from '../triage/triage.ts';`,
    `import '../triage/triage.ts';`,
    `export * from '../triage/triage.ts';`,
    `export { triageTurn } from '../triage/triage-turn.ts';`,
    `const triage = await import('../triage/triage.ts');`,
    `type Triage = import('../triage/triage.ts').Triage;`,
  ])('catches a stage that imports a stage by %s', (statement) => {
    const breaches = checkLayers(parse({ 'src/validation/finding.ts': statement }));
    expect(summarize(breaches)).toEqual(['import-against-table src/validation/finding.ts']);
  });

  it('catches a folder without a row', () => {
    const breaches = checkLayers(parse({ 'src/billing/to-invoice.ts': '', 'src/adapters/oracle/open-oracle.ts': '' }));
    expect(summarize(breaches)).toEqual([
      'folder-without-row src/billing/to-invoice.ts',
      'folder-without-row src/adapters/oracle/open-oracle.ts',
    ]);
  });

  it('catches a loose file of src/ or adapters/', () => {
    const breaches = checkLayers(parse({ 'src/server.ts': '', 'src/adapters/open-engine.ts': '' }));
    expect(summarize(breaches)).toEqual([
      'folder-without-row src/server.ts',
      'folder-without-row src/adapters/open-engine.ts',
    ]);
  });

  it('catches an adapter that imports another engine', () => {
    const breaches = checkLayers(parse({ 'src/adapters/hnsw/open-index.ts': `import '../sqlite/open-database.ts';` }));
    expect(summarize(breaches)).toEqual(['import-against-table src/adapters/hnsw/open-index.ts']);
  });

  it('lets http name any type and call only what the table lists', () => {
    const type = `import type { Passage } from '../knowledge/passage.ts';`;
    const value = `import { retrievePassages } from '../retrieval/retrieve-passages.ts';`;
    const desk = `import { createDesk } from '../pipeline/people-desk.ts';`;
    expect(checkLayers(parse({ 'src/http/guard.ts': type + desk }))).toEqual([]);
    expect(summarize(checkLayers(parse({ 'src/http/guard.ts': value })))).toEqual([
      'import-against-table src/http/guard.ts',
    ]);
  });

  it('catches code that imports the composition root or its own tests', () => {
    const planted = {
      'src/pipeline/stages.ts': `import { compose } from '../compose.ts';`,
      'src/triage/triage-turn.ts': `import { wordEmbedder } from '../../test/support/word-embedder.ts';`,
      'src/http/guard.ts': `import type { Parts } from '../compose-http.ts';`,
    };
    expect(checkLayers(parse(planted))).toHaveLength(3);
  });

  it('lets tests use the support of tests, and everybody the shared nouns', () => {
    const planted = {
      'src/triage/triage-turn.test.ts': `import { wordEmbedder } from '../../test/support/word-embedder.ts';`,
      'src/console/kiosk/turn.ts': `import { parseJson } from '../../conversation/parse-json.ts';`,
      'src/compose.ts': `import { openDatabase } from './adapters/sqlite/open-database.ts';`,
    };
    expect(checkLayers(parse(planted))).toEqual([]);
  });

  it('is not misled by comments and strings', () => {
    const text = `// import '../triage/triage.ts'\nconst text = "import '../triage/triage.ts'";`;
    expect(checkLayers(parse({ 'src/validation/finding.ts': text }))).toEqual([]);
  });
});

describe('checkEngines', () => {
  it.each([
    ['src/pipeline/draft-reply.ts', 'node-llama-cpp'],
    ['src/adapters/hnsw/open-index.ts', 'better-sqlite3'],
    ['src/policy/condition.ts', '@marcbachmann/cel-js'],
    ['src/pipeline/views.ts', 'hono/streaming'],
    ['src/http/create-app.ts', '@hono/node-server'],
    ['src/http/serve-pages.ts', 'preact'],
  ])('catches %s importing %s', (path, specifier) => {
    const breaches = checkEngines(parse({ [path]: `import type { Thing } from '${specifier}';` }));
    expect(summarize(breaches)).toEqual([`engine-outside-its-folder ${path}`]);
  });

  it('accepts an engine at home', () => {
    const planted = {
      'src/adapters/sqlite/open-database.ts': `import Database from 'better-sqlite3';`,
      'src/main.ts': `import { serve } from '@hono/node-server';`,
      'scripts/bench.ts': `import { getLlama } from 'node-llama-cpp';`,
    };
    expect(checkEngines(parse(planted))).toEqual([]);
  });
});

describe('checkCycles', () => {
  it('catches a cycle that runs through a type', () => {
    const planted = {
      'src/audit/a.ts': `import { b } from './b.ts';`,
      'src/audit/b.ts': `import type { C } from './c.ts';`,
      'src/audit/c.ts': `export { a } from './a.ts';`,
      'src/audit/d.ts': `import { a } from './a.ts';`,
    };
    expect(summarize(checkCycles(parse(planted)))).toEqual(['import-cycle src/audit/a.ts']);
  });

  it('accepts two ways to one file', () => {
    const planted = {
      'src/audit/a.ts': `import './b.ts'; import './c.ts';`,
      'src/audit/b.ts': `import './c.ts';`,
      'src/audit/c.ts': '',
    };
    expect(checkCycles(parse(planted))).toEqual([]);
  });
});

describe('checkNames', () => {
  it.each([
    ['src/audit/merkleTree.ts', 'name-not-kebab-case'],
    ['src/Audit/merkle-tree.ts', 'name-not-kebab-case'],
    ['src/audit/utils.ts', 'name-of-a-drawer'],
    ['src/audit/index.ts', 'name-of-a-drawer'],
    ['test/helpers/given-appliance.ts', 'name-of-a-drawer'],
  ])('catches %s', (path, rule) => {
    expect(summarize(checkNames(new Map([[path, '']])))).toEqual([`${rule} ${path}`]);
  });

  it('accepts what browsers and migrations need', () => {
    const planted = [
      'src/console/kiosk/index.html',
      'src/adapters/sqlite/migrations/001-core.sql',
      'scripts/end-of.d.mts',
    ];
    expect(checkNames(new Map(planted.map((path) => [path, ''])))).toEqual([]);
  });
});

describe('checkEnvironment', () => {
  it.each([
    `const host = process.env['CONFIDANT_HOST'];`,
    `const host = process['env'].CONFIDANT_HOST;`,
    `const { env } = process;`,
    `import { env } from 'node:process';`,
  ])('catches %s', (statement) => {
    expect(summarize(checkEnvironment(parse({ 'src/http/guard.ts': statement })))).toEqual([
      'environment-read src/http/guard.ts',
    ]);
  });

  it('leaves the one reader and the scripts alone', () => {
    const planted = { 'src/config/read-environment.ts': 'process.env;', 'scripts/up.ts': 'process.env;' };
    expect(checkEnvironment(parse(planted))).toEqual([]);
  });
});

describe('checkDefaultExports', () => {
  it.each(['export default 1;', 'const a = 1; export { a as default };'])('catches %s', (statement) => {
    const breaches = checkDefaultExports(parse({ 'src/audit/base64.ts': statement }));
    expect(summarize(breaches)).toEqual(['default-export src/audit/base64.ts']);
  });
});
