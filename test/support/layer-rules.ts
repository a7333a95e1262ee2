import type { ImportEdge, SourceFile, SourceTree } from './source-tree.ts';

/** What a rule caught: a stable code, where, and what to look at. */
export interface Breach {
  readonly rule:
    | 'folder-without-row'
    | 'import-against-table'
    | 'engine-outside-its-folder'
    | 'import-cycle'
    | 'name-not-kebab-case'
    | 'name-of-a-drawer'
    | 'environment-read'
    | 'default-export';
  readonly path: string;
  readonly detail: string;
}

const stages = [
  'privacy',
  'actions',
  'triage',
  'retrieval',
  'resolution',
  'validation',
  'rollout',
  'escalation',
  'alerts',
];
const nouns = ['policy', 'memory', 'audit', 'handoff', 'identity', 'outcomes', 'redaction', 'knowledge'];
/** Owners of the ports that adapters implement. */
const portOwners = [...nouns, 'models', 'telemetry', 'privacy', 'actions', 'alerts', 'pipeline', 'evidence'];

/**
 * Who may import whom below `src/`. Every folder may import itself and what is everybody's. Rooms that are planned have
 * their row already; a folder without a row is a breach.
 */
const rows: Readonly<Record<string, readonly string[]>> = {
  conversation: [],
  files: [],
  config: [],
  models: [],
  telemetry: [],

  policy: [],
  memory: [],
  audit: [],
  backup: ['audit'],
  handoff: [],
  identity: [],
  outcomes: [],
  redaction: ['models'],
  knowledge: ['models'],

  privacy: ['policy'],
  actions: ['policy'],
  triage: ['policy', 'models'],
  retrieval: ['knowledge', 'models'],
  resolution: ['policy', 'knowledge', 'models'],
  validation: ['policy', 'knowledge', 'models'],
  rollout: ['policy'],
  escalation: ['policy'],
  alerts: ['policy'],
  // It reads what the nouns recorded, and decides nothing.
  evidence: ['audit', 'policy', 'identity', 'privacy'],

  'adapters/engine-process': portOwners,
  'adapters/cel': portOwners,
  'adapters/hnsw': portOwners,
  'adapters/llama': [...portOwners, 'adapters/engine-process'],
  'adapters/onnx': [...portOwners, 'adapters/engine-process'],
  'adapters/sqlite': portOwners,
  'adapters/mail': portOwners,
  'adapters/helpdesk': portOwners,
  'adapters/openai': portOwners,
  'adapters/postgres': portOwners,
  'adapters/sandbox': portOwners,
  'adapters/openapi': portOwners,
  'adapters/mcp': portOwners,
  'adapters/argon2': portOwners,
  'adapters/oidc': portOwners,
  'adapters/published': portOwners,
  'adapters/webhook': portOwners,
  'adapters/otel': portOwners,
  'adapters/resilience': portOwners,
  pipeline: [...stages, ...nouns, 'models', 'telemetry'],
  // It measures the parts themselves, so it may look at each.
  evaluation: ['pipeline', ...stages, ...nouns, 'models'],
  http: ['identity', 'pipeline', 'telemetry'],
  // A browser build: it speaks the public API and shares nothing but nouns, and the checks of the log.
  console: ['audit'],
};

/** What every folder may import beside itself: the shared nouns, and how a file reaches the disk. */
const everybodys = new Set(['conversation', 'files']);

/** Functions are handed to routes, so that these folders may name the types of any other. */
const mayImportAnyType = new Set(['http']);
const rootFile = /^src\/(?:main|compose(?:-[a-z-]+)?)\.ts$/;

/** The only places that may import an engine or a framework, types included. */
const homes: Readonly<Record<string, string>> = {
  'node-llama-cpp': 'adapters/llama',
  '@xenova/transformers': 'adapters/onnx',
  'onnxruntime-node': 'adapters/onnx',
  'hnswlib-node': 'adapters/hnsw',
  'better-sqlite3': 'adapters/sqlite',
  '@marcbachmann/cel-js': 'adapters/cel',
  hono: 'http',
  '@hono/zod-openapi': 'http',
  '@hono/node-server': 'root',
  '@modelcontextprotocol/client': 'adapters/mcp',
  '@node-rs/argon2': 'adapters/argon2',
  'openid-client': 'adapters/oidc',
  tar: 'adapters/published',
  '@opentelemetry/api': 'adapters/otel',
  '@opentelemetry/sdk-trace-base': 'adapters/otel',
  '@opentelemetry/otlp-transformer': 'adapters/otel',
  '@opentelemetry/resources': 'adapters/otel',
  cockatiel: 'adapters/resilience',
  preact: 'console',
  '@preact/signals': 'console',
};

const kebabFolder = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const kebabFile = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/;
/** Names that say nothing of what is inside. */
const drawers = /^(?:utils?|common|lib|helpers?|types|index|misc|shared|manager|service)$/;

/** `adapters/llama` for a file of that engine, `root` for a composing file, undefined outside `src/`. */
function areaOf(path: string): string | undefined {
  if (rootFile.test(path)) return 'root';
  const [top, folder, subfolder, ...rest] = path.split('/');
  if (top !== 'src' || folder === undefined) return undefined;
  return folder === 'adapters' && rest.length > 0 ? `adapters/${subfolder}` : folder;
}

/** Holds every import below `src/` against the table. */
export function checkLayers(files: readonly SourceFile[]): readonly Breach[] {
  return files.flatMap((file) => {
    const area = areaOf(file.path);
    if (area === undefined || area === 'root') return [];
    const row = rows[area];
    if (row === undefined) return [{ rule: 'folder-without-row', path: file.path, detail: `no row for "${area}"` }];
    return file.imports.filter((edge) => !isAllowed(edge, area, row)).map(toTableBreach);
  });
}

function isAllowed({ from, target, isTypeOnly }: ImportEdge, area: string, row: readonly string[]): boolean {
  if (target === undefined) return true;
  const wanted = areaOf(target);
  if (wanted === undefined) return isTest(from) && target.startsWith('test/');
  if (wanted === area || everybodys.has(wanted) || row.includes(wanted)) return true;
  return isTypeOnly && mayImportAnyType.has(area) && wanted !== 'root';
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}

function toTableBreach(edge: ImportEdge): Breach {
  return {
    rule: 'import-against-table',
    path: edge.from,
    detail: `${edge.isTypeOnly ? 'type of ' : ''}${edge.target}`,
  };
}

/** Keeps every engine and framework in its one folder. Scripts and the shelves of `test/` may use them. */
export function checkEngines(files: readonly SourceFile[]): readonly Breach[] {
  const imports = files.flatMap((file) => file.imports).filter(({ from }) => from.startsWith('src/'));
  return imports.flatMap(({ from, specifier }) => {
    const home = homes[packageOf(specifier)];
    if (home === undefined || home === areaOf(from)) return [];
    return [{ rule: 'engine-outside-its-folder', path: from, detail: `${specifier} belongs to ${home}` }];
  });
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Finds one cycle through each file that closes one, types included: what is tied in types is tied in thought. */
export function checkCycles(files: readonly SourceFile[]): readonly Breach[] {
  const targets = new Map(files.map((file) => [file.path, file.imports.flatMap(({ target }) => target ?? [])]));
  const done = new Set<string>();
  const breaches: Breach[] = [];

  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) {
      breaches.push({ rule: 'import-cycle', path, detail: [...trail.slice(start), path].join(' → ') });
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  }
  for (const path of targets.keys()) visit(path, []);
  return breaches;
}

/** File and folder names are kebab-case, and none is a drawer. */
export function checkNames(tree: SourceTree): readonly Breach[] {
  return [...tree.keys()].flatMap((path) => {
    const segments = path.split('/');
    const file = segments.pop() ?? '';
    const isKebab = segments.every((folder) => kebabFolder.test(folder)) && kebabFile.test(file);
    const names = /\.tsx?$/.test(file) ? [...segments, file.slice(0, file.indexOf('.'))] : segments;
    const drawer = names.find((name) => drawers.test(name));
    return [
      ...(isKebab ? [] : [{ rule: 'name-not-kebab-case', path, detail: file } as const]),
      ...(drawer === undefined ? [] : [{ rule: 'name-of-a-drawer', path, detail: drawer } as const]),
    ];
  });
}

/** Only `config/read-environment.ts` knows where settings come from. */
export function checkEnvironment(files: readonly SourceFile[]): readonly Breach[] {
  return files
    .filter(({ path }) => path.startsWith('src/') && path !== 'src/config/read-environment.ts')
    .filter(({ readsEnvironment }) => readsEnvironment)
    .map(({ path }) => ({ rule: 'environment-read', path, detail: 'process.env' }));
}

export function checkDefaultExports(files: readonly SourceFile[]): readonly Breach[] {
  return files
    .filter(({ path }) => path.startsWith('src/') && !path.endsWith('/vite.config.ts'))
    .filter(({ hasDefaultExport }) => hasDefaultExport)
    .map(({ path }) => ({ rule: 'default-export', path, detail: 'export default' }));
}
