import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { serveStatic } from 'hono/serve-static';
import type { HttpApp } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { HttpProblem } from './problem.ts';

/** A name that holds a hash of the content, as the page build writes it: the file behind it never changes. */
const hashedName = /-[\w-]{8,}\.(?:js|css|woff2|svg|png|webp)$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** `/` is the kiosk page, `/kiosk/*` what it loads; `/console` and `/staff/*` are those of the people behind it. */
export function servePages(app: HttpApp, { pages, staffPages }: Pick<HttpPorts, 'pages' | 'staffPages'>): void {
  servePage(app, pages, { address: '/', files: '/kiosk/', name: 'kiosk page' });
  servePage(app, staffPages, { address: '/console', files: '/staff/', name: 'console' });
}

/** A built page and what it loads; nothing outside its folder is ever served. */
function servePage(
  app: HttpApp,
  built: HttpPorts['pages'],
  { address, files, name }: { readonly address: string; readonly files: string; readonly name: string },
): void {
  app.get(address, async function servePageOf(c) {
    const page = built === null ? null : await findFile(built.directory, 'index.html');
    if (page === null) throw new HttpProblem('page-missing', `Cannot show the ${name}: "npm run up" builds it`);
    return c.html(new TextDecoder().decode(page), 200, { 'cache-control': 'no-cache' });
  });
  if (built === null) return;
  const { directory } = built;
  app.get(
    `${files}*`,
    serveStatic({
      root: '',
      rewriteRequestPath: (asked) => asked.slice(files.length),
      join: (_root, path) => path,
      getContent: (path) => findFile(directory, path),
      onFound: (path, c) => c.header('cache-control', hashedName.test(path) ? FOREVER : 'no-cache'),
    }),
  );
}

/** The file, or null for what is missing, is a folder, or leads out of the directory through a link. */
async function findFile(directory: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const root = await realpath(directory);
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) return null;
    return Uint8Array.from(await readFile(file));
  } catch {
    return null;
  }
}
