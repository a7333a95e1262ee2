import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { serveStatic } from 'hono/serve-static';
import type { HttpApp } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { HttpProblem } from './problem.ts';

/** A name that holds a hash of the content, as the page build writes it: the file behind it never changes. */
const hashedName = /-[\w-]{8,}\.(?:js|css|woff2|svg|png|webp)$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** `/` is the kiosk page, `/kiosk/*` what it loads; nothing outside the folder of the page is ever served. */
export function servePages(app: HttpApp, pages: HttpPorts['pages']): void {
  app.get('/', async function serveKioskPage(c) {
    const page = pages === null ? null : await findFile(pages.directory, 'index.html');
    if (page === null) throw new HttpProblem('page-missing', 'Cannot show the kiosk page: "npm run up" builds it');
    return c.html(new TextDecoder().decode(page), 200, { 'cache-control': 'no-cache' });
  });
  if (pages === null) return;
  const { directory } = pages;
  app.get(
    '/kiosk/*',
    serveStatic({
      root: '',
      rewriteRequestPath: (path) => path.slice('/kiosk/'.length),
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
