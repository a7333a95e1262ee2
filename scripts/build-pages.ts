import { renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isOutOfDate } from './is-out-of-date.mjs';

/** Every page that is a browser build: its sources are `src/console/NAME`, its files `dist/pages/NAME`. */
const pages = ['kiosk', 'staff'];
/** What a page is built from; the pages share styles and parsers. */
const sharedSources = ['src/console', 'src/conversation', 'package-lock.json', 'scripts/build-pages.ts'];

const help = `Builds the browser pages into dist/pages, and skips a page whose build is newer than its sources.

  --force   builds every page
  --json    prints one JSON object
  --help    prints this text`;

interface BuiltPage {
  readonly page: string;
  readonly folder: string;
  /** False when the build that was there is newer than every source. */
  readonly built: boolean;
}

/** Builds what is out of date below the project's root. */
export async function buildPages(options: { root?: string; force?: boolean } = {}): Promise<readonly BuiltPage[]> {
  const root = resolve(options.root ?? process.cwd());
  const done: BuiltPage[] = [];
  for (const page of pages) {
    const folder = join(root, 'dist/pages', page);
    const sources = sharedSources.map((source) => join(root, source));
    const built = options.force === true || isOutOfDate(join(folder, 'index.html'), sources);
    if (built) await buildPage(root, page);
    done.push({ page, folder, built });
  }
  return done;
}

async function buildPage(root: string, page: string): Promise<void> {
  // Loaded only when there is something to build: a later start has nothing to do with it.
  const { build } = await import('vite');
  const folder = join(root, 'dist/pages', page);
  const draft = `${folder}.${process.pid}`;
  await build({
    root: join(root, 'src/console', page),
    base: `/${page}/`,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    // Under `script-src 'self'` and `img-src 'self'` everything is a file: nothing inline, no helper script.
    build: { outDir: draft, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  });
  // Put in place as a whole: a server or a second build never sees half a page.
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((argument) => !['--force', '--json', '--help'].includes(argument));
  if (unknown !== undefined) {
    console.error(`Cannot build pages: unknown argument "${unknown}". See --help`);
    return 2;
  }
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const done = await buildPages({ force: args.includes('--force') });
  if (args.includes('--json')) console.log(JSON.stringify({ pages: done }));
  else
    for (const { page, folder, built } of done) console.log(`${page}: ${built ? 'built' : 'up to date'} in ${folder}`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main(process.argv.slice(2));
