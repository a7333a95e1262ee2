import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenHttp, problemOf } from '../../test/support/given-http.ts';

describe('servePages', () => {
  let folder: string;
  let directory: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages-'));
    directory = join(folder, 'kiosk');
    await mkdir(join(directory, 'assets'), { recursive: true });
    await writeFile(join(directory, 'index.html'), '<!doctype html><title>Kiosk</title>');
    await writeFile(join(directory, 'assets', 'page-A1b2C3d4.js'), 'export {};');
    await writeFile(join(directory, 'assets', 'page.css'), 'body {}');
    await writeFile(join(folder, 'keys.json'), '{"secret":1}');
    await mkdir(join(folder, 'kiosk-old'));
    await writeFile(join(folder, 'kiosk-old', 'keys.json'), '{"secret":2}');
    await symlink(join(folder, 'keys.json'), join(directory, 'assets', 'link.json'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const ask = (path: string) => givenHttp({ pages: { directory } }).ask('GET', path, { role: null });

  it('shows the kiosk page at the root, without a key', async () => {
    const answer = await ask('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('Kiosk');
  });

  it.each([
    ['/kiosk/assets/page-A1b2C3d4.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/kiosk/assets/page.css', 'text/css; charset=utf-8', 'no-cache'],
    ['/kiosk/index.html', 'text/html; charset=utf-8', 'no-cache'],
  ])('serves %s with its type and for as long as its name holds', async (path, type, cache) => {
    const answer = await ask(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('cache-control')).toBe(cache);
  });

  it.each([
    '/kiosk/../keys.json',
    '/kiosk/%2e%2e/keys.json',
    '/kiosk/..%2fkeys.json',
    '/kiosk/%252e%252e/keys.json',
    '/kiosk/..%5ckeys.json',
    '/kiosk/..\\keys.json',
    '/kiosk/assets/../../keys.json',
    '/kiosk/../kiosk-old/keys.json',
    '/kiosk//etc/passwd',
    '/kiosk/%2fetc%2fpasswd',
    '/kiosk/assets/link.json',
    '/kiosk/assets/page.css%00.html',
    '/kiosk/%',
    '/kiosk/%ff%fe',
    '/kiosk/assets',
    '/kiosk/',
    '/kiosk/missing.js',
    '/keys.json',
  ])('finds nothing at %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });

  it('tells how to build a page that is not there', async () => {
    for (const pages of [null, { directory: join(folder, 'nowhere') }]) {
      const answer = await givenHttp({ pages }).ask('GET', '/', { role: null });
      expect(answer.status).toBe(404);
      const problem = await problemOf(answer);
      expect(problem.code).toBe('page-missing');
      expect(problem.detail).toContain('npm run up');
      expect(problem.detail).not.toContain(folder);
    }
  });
});

describe('serveDocs', () => {
  const { ask } = givenHttp();

  it('shows a page that loads from here alone', async () => {
    const page = await (await ask('GET', '/docs', { role: null })).text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(page).not.toMatch(/<script>|<style>|style=|https?:/);
    for (const path of loaded.filter((candidate) => candidate !== 'data:,')) {
      const answer = await ask('GET', path, { role: null });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
    expect(loaded).toHaveLength(4);
  });

  it('asks nobody outside about the document', async () => {
    const script = await (await ask('GET', '/docs/show.js', { role: null })).text();
    expect(script).toContain("url: '/openapi.json'");
    expect(script).toContain('validatorUrl: null');
    expect(script).not.toMatch(/https?:/);
  });
});
