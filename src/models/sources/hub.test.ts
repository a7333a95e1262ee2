import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchTask, WantedFile } from './file-source.ts';
import { createHubSource } from './hub.ts';

const BODY = randomBytes(300_000);
const SHA256 = createHash('sha256').update(BODY).digest('hex');
const PATH = '/owner/tiny/resolve/main/onnx/tiny.gguf';

let folder = '';
let server: Server;
let requests: { url: string; range: string | undefined; ifRange: string | undefined }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-'));
  requests = [];
  server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push({ url: request.url ?? '', range, ifRange: request.headers['if-range']?.toString() });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
function portOf(listening: Server): number {
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Serves the file as a hub does: ranges for the right tag, and, when asked, the connection cut after some bytes. */
function serve({ tag = '"v1"', cutAfter = () => Infinity, body = BODY, ranges = true } = {}) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const from =
      ranges && request.headers['if-range'] === tag ? /(\d+)-/.exec(request.headers.range ?? '')?.[1] : undefined;
    const start = Number(from ?? 0);
    const rest = body.subarray(start);
    const range = { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` };
    response.writeHead(from ? 206 : 200, { etag: tag, 'content-length': rest.length, ...(from ? range : {}) });
    const cut = cutAfter();
    if (cut >= rest.length) return response.end(rest);
    return response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 50));
  };
}

function wanted(fields: Partial<WantedFile> = {}): WantedFile {
  const path = 'onnx/tiny.gguf';
  return { path, destination: join(folder, path), sha256: SHA256, bytes: BODY.length, ...fields };
}

const placed: { sha256: string; bytes: number }[] = [];

function pull(
  file = wanted(),
  options: { attempts?: number; idleLimitMs?: number; signal?: AbortSignal; base?: string } = {},
) {
  placed.length = 0;
  const port = portOf(server);
  const { signal, ...rest } = options;
  const source = createHubSource({
    base: `http://127.0.0.1:${port}`,
    repo: 'owner/tiny',
    revision: 'main',
    files: { 'onnx/tiny.gguf': 'onnx/tiny.gguf' },
    ...rest,
  });
  const task: FetchTask = {
    wanted: [file],
    scratch: folder,
    signal,
    onBytes: () => undefined,
    onPlaced: async (_, what) => void placed.push(what),
  };
  return source.fetch(task);
}

function filesLeft(): string[] {
  return existsSync(join(folder, 'onnx')) ? readdirSync(join(folder, 'onnx')) : [];
}

describe('createHubSource', () => {
  it('fetches a file into its place and leaves nothing else', async () => {
    answer = serve();
    await pull();
    expect(readFileSync(join(folder, 'onnx/tiny.gguf')).equals(BODY)).toBe(true);
    expect(filesLeft()).toEqual(['tiny.gguf']);
    expect(requests).toEqual([{ url: PATH, range: undefined, ifRange: undefined }]);
  });

  it('goes on after a cut connection, from the byte it had', async () => {
    let tries = 0;
    answer = serve({ cutAfter: () => (tries++ === 0 ? 100_000 : Infinity) });
    await pull();
    expect(placed).toEqual([{ sha256: SHA256, bytes: BODY.length }]);
    expect(requests[1]).toEqual({ url: PATH, range: 'bytes=100000-', ifRange: '"v1"' });
  });

  it('goes on in a later pull', async () => {
    answer = serve({ cutAfter: () => 70_000 });
    await expect(pull(wanted(), { attempts: 1 })).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(filesLeft().sort()).toEqual(['tiny.gguf.part', 'tiny.gguf.part.etag']);

    answer = serve();
    await pull();
    expect(requests[1]?.range).toBe('bytes=70000-');
    expect(filesLeft()).toEqual(['tiny.gguf']);
  });

  it('starts over when the file changed in between, or the server knows no ranges', async () => {
    for (const later of [serve({ tag: '"v2"' }), serve({ ranges: false })]) {
      answer = serve({ cutAfter: () => 70_000, body: Buffer.alloc(BODY.length) });
      await expect(pull(wanted(), { attempts: 1 })).rejects.toMatchObject({ code: 'model-unavailable' });
      answer = later;
      await pull();
      expect(readFileSync(join(folder, 'onnx/tiny.gguf')).equals(BODY)).toBe(true);
    }
  });

  it('takes over what a killed pull left, and needs no request when it was whole', async () => {
    answer = serve();
    await pull();
    const dead = join(folder, 'onnx/tiny.gguf.4194304-0a0b0c0d.part');
    writeFileSync(dead, BODY);
    await pull();
    expect(requests).toHaveLength(1);
    expect(filesLeft()).toEqual(['tiny.gguf']);
  });

  it('refuses a file with a wrong hash and keeps nothing of it', async () => {
    answer = serve({ body: Buffer.from(BODY).fill(0, 10, 11) });
    await expect(pull()).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(filesLeft()).toEqual([]);
  });

  it('refuses a longer and a shorter file', async () => {
    for (const body of [Buffer.concat([BODY, BODY]), BODY.subarray(1)]) {
      answer = serve({ body });
      await expect(pull()).rejects.toMatchObject({ code: 'model-corrupt' });
      expect(filesLeft()).toEqual([]);
    }
  });

  it('refuses by the announced hash before the first byte', async () => {
    answer = (_, response) =>
      response.writeHead(302, { location: '/cdn', 'x-linked-etag': `"${'f'.repeat(64)}"` }).end();
    const cdn = serve();
    const redirect = answer;
    answer = (request, response) => (request.url === '/cdn' ? cdn(request, response) : redirect(request, response));
    await expect(pull()).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(filesLeft()).toEqual([]);
  });

  it('follows redirects and pins the hash announced before them', async () => {
    const cdn = serve({ tag: '"of the cdn"' });
    answer = (request, response) =>
      request.url === '/cdn?x=1'
        ? cdn(request, response)
        : response.writeHead(302, { location: '/cdn?x=1', 'x-linked-etag': `"${SHA256}"` }).end();
    await pull(wanted({ sha256: null, bytes: null }));
    expect(placed).toEqual([{ sha256: SHA256, bytes: BODY.length }]);
  });

  it('pins by a plain entity tag, and refuses a hub that announces no hash', async () => {
    answer = serve({ tag: `"${SHA256}"` });
    await pull(wanted({ sha256: null, bytes: null }));
    expect(placed[0]?.sha256).toBe(SHA256);

    answer = serve();
    await expect(pull(wanted({ sha256: null, bytes: null }))).rejects.toMatchObject({ code: 'model-unavailable' });
  });

  it.each([401, 404, 410])('says in one line that the hub answers %i, and asks once', async (status) => {
    answer = (_, response) => response.writeHead(status).end('no');
    await expect(pull()).rejects.toThrow(new RegExp(`^"http://[^"]+${PATH}" answers ${status}`));
    expect(requests).toHaveLength(1);
    expect(filesLeft()).toEqual([]);
  });

  it('asks again when the server is busy, and gives up in the end', async () => {
    let tries = 0;
    const good = serve();
    answer = (request, response) => (tries++ === 0 ? response.writeHead(503).end() : good(request, response));
    await pull();
    expect(requests).toHaveLength(2);

    answer = (_, response) => response.writeHead(503).end();
    await expect(pull(wanted(), { attempts: 2 })).rejects.toMatchObject({ code: 'model-unavailable' });
  });

  it('gives up a server that falls silent', async () => {
    answer = (_, response) => void response.writeHead(200, { etag: '"v1"' }).write(BODY.subarray(0, 1000));
    await expect(pull(wanted(), { attempts: 1, idleLimitMs: 200 })).rejects.toThrow(/no byte for 0.2 s/);
  });

  it('says in one line that nobody listens, at once', async () => {
    const unused = createServer();
    await new Promise<void>((resolve) => unused.listen(0, '127.0.0.1', resolve));
    const port = portOf(unused);
    await new Promise((resolve) => unused.close(resolve));
    const pulling = pull(wanted(), { base: `http://127.0.0.1:${port}` });
    await expect(pulling).rejects.toThrow(`cannot reach 127.0.0.1:${port}: ECONNREFUSED`);
  });

  it('stops when cancelled, and keeps what came', async () => {
    const cancel = new AbortController();
    answer = (_, response) => {
      response.writeHead(200, { etag: '"v1"' }).write(BODY.subarray(0, 50_000));
      setTimeout(() => cancel.abort(), 100);
    };
    await expect(pull(wanted(), { signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(filesLeft()).toContain('tiny.gguf.part');
  });
});
