import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Below the project, so that compiled files find its dependencies; `dist/` is nobody's source. */
const builds = join(root, 'dist/.faults');

/**
 * Compiles sources and tests as they stand, without checking them, and answers the folder: starting from it costs a child
 * half of what compiling while loading does. Test files that run side by side share one build.
 */
export function compileOnce(): string {
  const files = [...listFiles('src'), ...listFiles('test')];
  const folder = join(builds, stampOf(files));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}.part`;
  const tsc = join(root, 'node_modules/.bin/tsc');
  const parameters = ['-p', 'tsconfig.json', '--noEmit', 'false', '--noCheck', '--rootDir', '.', '--outDir', draft];
  const { status, stdout, stderr } = spawnSync(tsc, parameters, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Cannot compile: ${stdout}${stderr}`);
  for (const file of files.filter((path) => path.startsWith('src/') && extname(path) === '.sql')) {
    cpSync(join(root, file), join(draft, file));
  }
  forgetOthers(draft);
  keep(draft, folder);
  return folder;
}

/** Another test file may have been faster with the same build. */
function keep(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Builds of sources as they stood before; those of this moment are still in the making. */
function forgetOthers(draft: string): void {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(builds)) {
    const path = join(builds, name);
    if (path !== draft && statSync(path).mtimeMs < hourAgo) rmSync(path, { recursive: true, force: true });
  }
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function stampOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
