import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** Files of a project by path from its root, with `/`; what is no TypeScript has an empty text. */
export type SourceTree = ReadonlyMap<string, string>;

export interface ImportEdge {
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** The imported file from the root, or undefined for a package. */
  readonly target: string | undefined;
  /** True where nothing is loaded when the code runs. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly imports: readonly ImportEdge[];
  readonly hasDefaultExport: boolean;
  readonly readsEnvironment: boolean;
}

export function readSourceTree(root: string, folders: readonly string[]): SourceTree {
  const tree = new Map<string, string>();
  for (const folder of folders) {
    for (const file of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name).slice(root.length).replaceAll('\\', '/').replace(/^\//, '');
      tree.set(path, isTypeScript(path) ? readFileSync(join(root, path), 'utf8') : '');
    }
  }
  return tree;
}

/** Reads every TypeScript file of the tree. Works on the syntax tree, so comments and strings cannot mislead it. */
export function parseTree(tree: SourceTree): readonly SourceFile[] {
  return [...tree].filter(([path]) => isTypeScript(path)).map(([path, text]) => parseFile(path, text));
}

function isTypeScript(path: string): boolean {
  return /\.m?tsx?$/.test(path);
}

/** A node of ESTree with the TypeScript nodes of the parser beneath Vite. */
type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

function parseFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`Cannot parse "${path}": ${errors[0]?.message}`);
  const nodes = [...nodesOf(program)];
  return {
    path,
    imports: nodes.flatMap((node) => toImport(path, node)),
    hasDefaultExport: nodes.some(isDefaultExport),
    readsEnvironment: nodes.some(isEnvironment),
  };
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) if (typeof child === 'object') yield* nodesOf(child);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

const importingNodes = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'TSImportType',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
]);

/** `import { type A }` still loads its file, as `verbatimModuleSyntax` keeps the import: only `import type` loads none. */
function toImport(from: string, node: Node): readonly ImportEdge[] {
  if (!importingNodes.has(node.type)) return [];
  const source = isNode(node.source) ? node.source.value : undefined;
  if (typeof source !== 'string') return [];
  const target = source.startsWith('.') ? posix.join(posix.dirname(from), source) : undefined;
  const isTypeOnly = node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
  return [{ from, specifier: source, target, isTypeOnly }];
}

function isDefaultExport(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true;
  return node.type === 'ExportSpecifier' && isNamed(node.exported, 'default');
}

/** `process.env`, `const { env } = process` and `import { env } from 'node:process'`. */
function isEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') return isNamed(node.object, 'process') && isNamed(node.property, 'env');
  if (node.type === 'VariableDeclarator') {
    const properties = isNode(node.id) ? node.id.properties : undefined;
    if (!isNamed(node.init, 'process') || !Array.isArray(properties)) return false;
    return properties.some((property) => isNode(property) && isNamed(property.key, 'env'));
  }
  return node.type === 'ImportDeclaration' && importsEnvironment(node);
}

function importsEnvironment(node: Node): boolean {
  const specifiers = node.specifiers;
  if (!isNode(node.source) || !Array.isArray(specifiers)) return false;
  if (node.source.value !== 'node:process' && node.source.value !== 'process') return false;
  return specifiers.some((specifier) => isNode(specifier) && isNamed(specifier.imported, 'env'));
}

function isNamed(value: unknown, name: string): boolean {
  return isNode(value) && (value.name === name || value.value === name);
}
