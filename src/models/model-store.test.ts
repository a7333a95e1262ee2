import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseJson } from '../conversation/parse-json.ts';
import { createModelStore, type ModelStore } from './model-store.ts';

const WEIGHTS = Buffer.concat([Buffer.from('GGUF'), randomBytes(50_000)]);
const CONFIG = '{"hidden_size": 384}';

let folder = '';
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
function portOf(listening: Server): number {
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function write(path: string, bytes: Buffer | string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

function givenCatalogue(
  file = `{ path: tiny.gguf, sha256: ${sha256(WEIGHTS)}, bytes: ${WEIGHTS.length} }`,
  hub = '',
): void {
  write(
    'catalogue.yaml',
    `version: 1
${hub}
models:
  - id: tiny
    role: text
    licence: MIT
    description: A tiny model
    default: ${!file.includes('null')}
    memoryMb: 1
    hardware: Any
    contextTokens: 2048
    files:
      - ${file}
      - { path: config.json, sha256: ${sha256(CONFIG)}, bytes: ${CONFIG.length} }
    sources:
      - { kind: kept, files: { config.json: config.json } }
      - { kind: hub, repo: owner/tiny, files: { tiny.gguf: tiny.gguf } }
`,
  );
  write('configs/tiny/config.json', CONFIG);
}

/** A store with its one model on disk. */
async function givenModel(): Promise<ModelStore> {
  givenCatalogue();
  write('tiny/tiny.gguf', WEIGHTS);
  write('tiny/config.json', CONFIG);
  return createModelStore({ directory: folder, offline: true });
}

function flipBit(file: string, at = 4242): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

async function bytesReadBy(store: ModelStore, full = false): Promise<number | undefined> {
  return (await store.verifyModel('tiny', { full })).files[0]?.bytesRead;
}

describe('getModel', () => {
  it('answers the verified files, with the hash of the weights', async () => {
    const store = await givenModel();
    expect(await store.getModel('tiny')).toEqual({
      id: 'tiny',
      role: 'text',
      directory: join(folder, 'tiny'),
      weights: join(folder, 'tiny/tiny.gguf'),
      paths: { 'tiny.gguf': join(folder, 'tiny/tiny.gguf'), 'config.json': join(folder, 'tiny/config.json') },
      sha256: sha256(WEIGHTS),
      contextTokens: 2048,
    });
  });

  it('refuses a flipped bit and names the file', async () => {
    const store = await givenModel();
    await store.getModel('tiny');
    flipBit(join(folder, 'tiny/tiny.gguf'));
    const fault = expect.objectContaining({ code: 'model-corrupt', message: expect.stringContaining('"tiny.gguf"') });
    await expect(store.getModel('tiny')).rejects.toEqual(fault);
  });

  it('refuses a flipped bit whose modification time was set back', async () => {
    const store = await givenModel();
    const file = join(folder, 'tiny/tiny.gguf');
    utimesSync(file, 1000, 1000);
    await store.getModel('tiny');
    flipBit(file);
    utimesSync(file, 1000, 1000);
    await expect(store.getModel('tiny')).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  it('refuses a truncated file without reading it', async () => {
    const store = await givenModel();
    truncateSync(join(folder, 'tiny/tiny.gguf'), 100);
    await expect(store.getModel('tiny')).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(await bytesReadBy(store)).toBe(0);
  });

  it('tells a missing model from an unknown one by its message, and both by one code', async () => {
    givenCatalogue();
    const store = await createModelStore({ directory: folder });
    await expect(store.getModel('tiny')).rejects.toMatchObject({ code: 'model-missing' });
    await expect(store.getModel('other')).rejects.toMatchObject({ code: 'model-missing' });
  });
});

describe('verifyModel', () => {
  it('reads a file once, again after any change, and always when asked for everything', async () => {
    const store = await givenModel();
    expect(await bytesReadBy(store)).toBe(WEIGHTS.length);
    expect(await bytesReadBy(store)).toBe(0);
    expect(await bytesReadBy(await createModelStore({ directory: folder }))).toBe(0);

    utimesSync(join(folder, 'tiny/tiny.gguf'), 1, 1);
    expect(await bytesReadBy(store)).toBe(WEIGHTS.length);
    expect(await bytesReadBy(store, true)).toBe(WEIGHTS.length);
  });

  it('finds with a full check what a forged record hides', async () => {
    const store = await givenModel();
    flipBit(join(folder, 'tiny/tiny.gguf'));
    await store.verifyModel('tiny');
    const cache = join(folder, '.verified.json');
    const flipped = sha256(readFileSync(join(folder, 'tiny/tiny.gguf')));
    writeFileSync(cache, readFileSync(cache, 'utf8').replace(flipped, sha256(WEIGHTS)));

    expect((await store.verifyModel('tiny')).state).toBe('present');
    expect((await store.verifyModel('tiny', { full: true })).state).toBe('corrupt');
    expect((await store.verifyModel('tiny')).state).toBe('corrupt');
  });

  it('leaves out, unless asked, what is no default and was never pulled', async () => {
    const store = await createModelStore({ directory: join(folder, 'elsewhere') });
    const ids = async (asked: string[]) => (await store.verifyModels(asked)).map((check) => check.id);
    expect(await ids([])).toEqual(['smollm2-135m-instruct-q4_1', 'all-minilm-l6-v2-int8', 'confidant-names-int8']);
    expect(await ids(['granite-3.3-8b-instruct-q4_k_m'])).toEqual(['granite-3.3-8b-instruct-q4_k_m']);
  });

  it('takes a damaged record for none', async () => {
    const store = await givenModel();
    await store.verifyModel('tiny');
    write('.verified.json', '{"tiny');
    expect(await bytesReadBy(store)).toBe(WEIGHTS.length);
  });
});

describe('createModelStore', () => {
  it('uses the catalogue that ships for a directory without one', async () => {
    const store = await createModelStore({ directory: join(folder, 'elsewhere') });
    expect(store.findDefault('embed')?.id).toBe('all-minilm-l6-v2-int8');
  });

  it('refuses an operator model with the id of a catalogue model', async () => {
    const store = await givenModel();
    await store.addModel(write('mine/own.gguf', WEIGHTS), { id: 'own', role: 'text', licence: 'MIT' });
    write('local.yaml', readFileSync(join(folder, 'local.yaml'), 'utf8').replace('id: own', 'id: tiny'));
    await expect(createModelStore({ directory: folder })).rejects.toMatchObject({ code: 'catalogue-invalid' });
  });
});

describe('listModels', () => {
  it('tells absent, partial, present and corrupt', async () => {
    givenCatalogue();
    const store = await createModelStore({ directory: folder });
    const state = async () => (await store.listModels())[0]?.state;
    expect(await state()).toBe('absent');
    write('tiny/config.json', CONFIG);
    expect(await state()).toBe('partial');
    write('tiny/tiny.gguf', WEIGHTS);
    expect(await state()).toBe('present');
    flipBit(join(folder, 'tiny/tiny.gguf'));
    expect(await state()).toBe('corrupt');
  });
});

describe('pullModels', () => {
  it('copies kept files, and replaces a corrupt one', async () => {
    const store = await givenModel();
    write('tiny/config.json', '{"hidden_size": 385}');
    const [pulled] = await store.pullModels([]);
    expect(pulled?.origins).toEqual({ 'tiny.gguf': 'models', 'config.json': 'kept' });
    expect(pulled?.failures).toEqual([expect.stringMatching(/^models: "config.json" has sha256/)]);
    expect(readFileSync(join(folder, 'tiny/config.json'), 'utf8')).toBe(CONFIG);
  });

  it('skips the network offline and says so', async () => {
    givenCatalogue();
    const store = await createModelStore({ directory: folder, offline: true });
    const fault = { code: 'model-unavailable', message: expect.stringContaining('hub: skipped, offline') };
    await expect(store.pullModels([])).rejects.toMatchObject(fault);
  });

  it('pins the first file of a model without a hash, and refuses another one later', async () => {
    let body = WEIGHTS;
    server = createServer((_, response) => response.writeHead(200, { 'x-linked-etag': `"${sha256(body)}"` }).end(body));
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const hub = `hub: http://127.0.0.1:${portOf(server)}`;
    givenCatalogue('{ path: tiny.gguf, sha256: null, bytes: null }', hub);
    const store = await createModelStore({ directory: folder });

    expect((await store.pullModels(['tiny']))[0]?.files.sha256).toBe(sha256(WEIGHTS));
    expect(parseJson(readFileSync(join(folder, 'pins.json'), 'utf8'))).toEqual({
      'tiny/tiny.gguf': { sha256: sha256(WEIGHTS), bytes: WEIGHTS.length },
    });

    rmSync(join(folder, 'tiny'), { recursive: true });
    body = Buffer.from(WEIGHTS).fill(0, 100, 200);
    await expect(store.pullModels(['tiny'])).rejects.toMatchObject({ code: 'model-corrupt' });
    body = WEIGHTS;
    await store.pullModels(['tiny']);
    flipBit(join(folder, 'tiny/tiny.gguf'));
    await expect(store.getModel('tiny')).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});

describe('addModel', () => {
  it('copies a GGUF file in and knows it after a restart', async () => {
    const store = await givenModel();
    const file = write('mine/own.gguf', WEIGHTS);
    await store.addModel(file, { id: 'own', role: 'text', licence: 'MIT', contextTokens: 4096 });
    rmSync(file);

    const restarted = await createModelStore({ directory: folder });
    expect(await restarted.getModel('own')).toMatchObject({ sha256: sha256(WEIGHTS), contextTokens: 4096 });
  });

  it('takes the companions and the dimension of an ONNX embedder', async () => {
    const store = await givenModel();
    const file = write('mine/onnx/model.onnx', 'onnx');
    await expect(store.addModel(file, { id: 'own', role: 'embed', licence: 'MIT' })).rejects.toMatchObject({
      code: 'model-missing',
    });
    for (const name of ['tokenizer.json', 'tokenizer_config.json', 'config.json']) write(`mine/${name}`, CONFIG);
    await store.addModel(file, { id: 'own', role: 'embed', licence: 'MIT' });
    expect(await store.getModel('own')).toMatchObject({
      dimension: 384,
      weights: join(folder, 'own/onnx/model_quantized.onnx'),
    });
  });

  it.each([
    ['an id that is taken', 'own.gguf', { id: 'tiny', role: 'text', licence: 'MIT' }],
    ['an id that leaves the folder', 'own.gguf', { id: '../own', role: 'text', licence: 'MIT' }],
    ['a licence that is none', 'own.gguf', { id: 'own', role: 'text', licence: 'do what you like' }],
    ['a role its kind cannot serve', 'own.gguf', { id: 'own', role: 'embed', licence: 'MIT' }],
    ['a file of another kind', 'own.txt', { id: 'own', role: 'text', licence: 'MIT' }],
  ] as const)('refuses %s', async (_, name, model) => {
    const store = await givenModel();
    const file = write(`mine/${name}`, name.endsWith('.gguf') ? WEIGHTS : 'text');
    await expect(store.addModel(file, model)).rejects.toMatchObject({ code: 'catalogue-invalid' });
    expect((await createModelStore({ directory: folder })).models).toHaveLength(1);
  });
});
