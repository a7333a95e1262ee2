import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findStaleMoods } from '../src/compose-moods.ts';
import { checkPolicy } from '../src/compose-policy-check.ts';
import { productVersion } from '../src/config/product-version.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { FEATURE_SEED } from '../src/triage/random-features.ts';
import { givenPolicy } from './support/given-policy.ts';
import { encoderModelFiles } from './support/model-files.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'confidant-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { reason } = encoderModelFiles();

function givenFile(name: string, lines: readonly (object | string)[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command on a data folder of its own. */
function evaluate(...parameters: readonly string[]): Promise<Run> {
  const env = { ...process.env, CONFIDANT_DATA: join(folder, 'data') };
  const all = ['--import', 'tsx', join(root, 'scripts/evaluate.ts'), ...parameters];
  return new Promise((resolve) => {
    execFile(process.execPath, all, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function predict(suite: string, ...parameters: readonly string[]) {
  const out = join(folder, `${suite}.out`);
  const { code, stdout, stderr } = await evaluate(suite, ...parameters, '--predictions', out, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const lines = readFileSync(out, 'utf8').trim().split('\n');
  return { report: JSON.parse(stdout) as unknown, predictions: lines.map((line) => JSON.parse(line) as unknown) };
}

/** Of the file as it lies there, not of what the command made of it. */
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const replies = [
  { id: 'g1', passage: 'A new card is free.', reply: 'A new card is free.', grounded: true },
  { id: 'g2', passage: 'A new card is free.', reply: 'Penguins were sold in Denver.', grounded: false },
];

describe('npm run evaluate', { timeout: 120_000 }, () => {
  it('scores groundedness and writes a line per reply', async () => {
    const { report, predictions } = await predict('groundedness', '--test', givenFile('grounded.jsonl', replies));
    expect(predictions).toEqual([
      { id: 'g1', grounded: expect.any(Number) },
      { id: 'g2', grounded: expect.any(Number) },
    ]);
    expect(report).toMatchObject({ suite: 'groundedness', missed: [] });
    expect(report).toHaveProperty('figures', expect.arrayContaining([{ name: 'auroc', value: 1, n: 2 }]));
  });

  it('names by hash what it read, and no model and no seed where code alone decides', async () => {
    // Not all of it is UTF-8: the hash is of the bytes, whatever they are read as.
    const [before = '', after = ''] = JSON.stringify(replies[0]).split('g1');
    const file = join(folder, 'bytes.jsonl');
    writeFileSync(file, Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]));
    const { report } = await predict('groundedness', '--test', file);
    expect(report).toMatchObject({ datasets: [{ role: 'test', file, sha256: hashOf(file) }], models: [], seed: null });
  });

  it('scores spans of personal data', async () => {
    const lines = [
      { id: 'p1', text: 'write to ann@example.com', spans: [{ start: 9, end: 24, type: 'EMAIL_ADDRESS' }] },
      { id: 'p2', text: 'where is my card', spans: [] },
    ];
    const { report, predictions } = await predict('pii', '--test', givenFile('pii.jsonl', lines));
    expect(predictions).toEqual([
      { id: 'p1', spans: [{ start: 9, end: 24, type: 'EMAIL', score: expect.any(Number) }] },
      { id: 'p2', spans: [] },
    ]);
    expect(report).toHaveProperty('figures', expect.arrayContaining([{ name: 'recall', value: 1, n: 1 }]));
  });

  it('scores several sets in one run, kind by kind', async () => {
    const sets = mkdtempSync(join(folder, 'sets-'));
    const marked = {
      id: 'p1',
      text: 'write to ann@example.com',
      spans: [{ start: 9, end: 24, type: 'EMAIL_ADDRESS' }],
    };
    writeFileSync(join(sets, 'chats.test.jsonl'), JSON.stringify(marked));
    writeFileSync(join(sets, 'free.test.jsonl'), JSON.stringify({ id: 'f1', text: 'where is my card', spans: [] }));
    writeFileSync(join(sets, 'notes.txt'), 'no set');
    const more = givenFile('more.jsonl', [{ id: 'p1', text: 'it is 4111 1111 1111 1111', spans: [] }]);
    const { report, predictions } = await predict('pii', '--test', sets, '--test', more);
    expect(predictions).toHaveLength(3);
    const figures = [
      { name: 'structuredRecall', value: 1, n: 1 },
      { name: 'falseAlarmsPer1000', value: 500, n: 2 },
    ];
    expect(report).toHaveProperty('figures', expect.arrayContaining(figures));
    const titles = expect.arrayContaining([
      expect.objectContaining({
        title: 'By set',
        rows: expect.arrayContaining([expect.arrayContaining(['chats', 1])]),
      }),
      expect.objectContaining({ title: 'By marked kind', rows: [['EMAIL_ADDRESS', 1, 1]] }),
    ]);
    expect(report).toHaveProperty('tables', titles);
  });

  it('says how to get Presidio where there is none', async () => {
    const file = givenFile('beside.jsonl', [{ id: 'p1', text: 'hello', spans: [] }]);
    const beside = ['--beside', 'presidio', '--python', join(folder, 'no-python')];
    const { code, stdout } = await evaluate('pii', '--test', file, ...beside, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'beside-missing' } });
    expect(stdout).toContain('requirements.txt');
  });

  it('ends with 1 and names line and field of a broken file', async () => {
    const file = givenFile('broken.jsonl', [replies[0] ?? {}, '{"id":"g2","passage":"secret words"}', 'nonsense']);
    const { code, stdout } = await evaluate('groundedness', '--test', file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'line-invalid' } });
    expect(stdout).toContain('broken.jsonl:2: reply');
    expect(stdout).toContain('broken.jsonl:3');
    expect(stdout).not.toContain('secret words');
  });

  it('ends with 1 for a file that is not there, and for a limit that is not held', async () => {
    const absent = await evaluate('groundedness', '--test', join(folder, 'absent.jsonl'), '--json');
    expect(absent.code).toBe(1);
    expect(JSON.parse(absent.stdout)).toMatchObject({ error: { code: 'input-missing' } });
    const limited = ['--test', givenFile('limited.jsonl', replies), '--limit', 'goodStoppedAt90<=0.1', '--json'];
    expect((await evaluate('groundedness', ...limited)).code).toBe(0);
    const strict = await evaluate('groundedness', ...limited, '--limit', 'thresholdAt90>=0.99');
    expect(strict.code).toBe(1);
    expect(JSON.parse(strict.stdout)).toMatchObject({ missed: ['thresholdAt90>=0.99'] });
  });

  it('ends with 2 for a suite there is not, for nothing to learn from and for a limit of no form', async () => {
    const runs = await Promise.all([
      evaluate('horoscope', '--test', 'x'),
      evaluate('intent', '--test', 'x'),
      evaluate('groundedness', '--test', 'x', '--limit', 'good'),
      evaluate('groundedness', '--test', 'x', '--beside', 'presidio'),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  });
});

describe.skipIf(reason !== undefined)(`npm run evaluate with a model ${reason ?? ''}`, { timeout: 120_000 }, () => {
  it('learns intents from a few examples', async () => {
    const train = ['I lost my card', 'my card is missing', 'card was stolen'].map((text, index) => ({
      id: `c${index}`,
      text,
      label: 'lost-card',
    }));
    const other = ['mortgage rates', 'apply for a mortgage', 'a loan for a house'].map((text, index) => ({
      id: `m${index}`,
      text,
      label: 'mortgage',
    }));
    const test = [
      { id: 't1', text: 'somebody stole my card', label: 'lost-card' },
      { id: 't2', text: 'which planet has rings', label: 'none' },
    ];
    const files = ['--train', givenFile('train.jsonl', [...train, ...other]), '--test', givenFile('test.jsonl', test)];
    const { report, predictions } = await predict('intent', ...files);
    expect(report).toMatchObject({
      version: productVersion,
      datasets: [
        { role: 'test', file: files[3], sha256: hashOf(files[3] ?? '') },
        { role: 'train', file: files[1], sha256: hashOf(files[1] ?? '') },
      ],
      models: [{ id: expect.any(String), sha256: givenPolicy().moods?.mood.model.sha256 }],
      seed: FEATURE_SEED,
    });
    const prediction = { label: expect.any(String), confidence: expect.any(Number), inScope: expect.any(Number) };
    expect(predictions).toEqual([
      { ...prediction, id: 't1', label: 'lost-card' },
      { ...prediction, id: 't2' },
    ]);
    const figures = [
      { name: 'accuracy', value: 1, n: 1 },
      { name: 'outOfScopeAuroc', value: 1, n: 2 },
    ];
    expect(report).toHaveProperty('figures', expect.arrayContaining(figures));
  });

  it('searches a corpus', async () => {
    const corpus = [
      { id: 'cards', title: 'Lost cards', text: 'Block a lost card in the app at once.' },
      { id: 'fees', title: 'Fees', text: 'A transfer abroad costs five dollars.' },
    ];
    const queries = [{ id: 'q1', query: 'what does a transfer abroad cost?', relevant: ['fees'] }];
    const files = ['--corpus', givenFile('corpus.jsonl', corpus), '--test', givenFile('queries.jsonl', queries)];
    const { predictions } = await predict('retrieval', ...files);
    expect(predictions).toEqual([{ id: 'q1', documents: expect.arrayContaining(['fees']) }]);
  });

  it('reads moods as the shipped calibration says', async () => {
    const lines = [
      { id: 's1', text: 'I hate this, it is awful and makes me sick', label: 'negative' },
      { id: 's2', text: 'I love it, what a wonderful day', label: 'positive' },
    ];
    const { predictions } = await predict('sentiment', '--test', givenFile('moods.jsonl', lines));
    expect(predictions).toMatchObject([
      { id: 's1', label: 'negative' },
      { id: 's2', label: 'positive' },
    ]);
  });
});

describe('the shipped calibration', () => {
  const models = join(root, 'models');
  const policy = givenPolicy();

  it('is of the embedding model that is configured', async () => {
    const environment = { ...readEnvironment({}), models, config: join(folder, 'confidant.yaml') };
    expect(policy.moods?.mood.data).toMatchObject({ name: 'GoEmotions', licence: 'CC-BY-4.0' });
    expect(await checkPolicy(environment)).toMatchObject({ failures: [], warnings: [] });
  });

  it('is a finding once the model is another one', () => {
    const other = { id: 'another', sha256: '0'.repeat(64) };
    expect(findStaleMoods('policies', policy, other)).toEqual([expect.stringContaining('policies/moods.yaml:1:1')]);
    expect(findStaleMoods('policies', policy, { id: 'not-pinned', sha256: null })).toEqual([]);
  });

  it('is refused with line and column when it is broken', () => {
    expect(() => givenPolicy({ 'moods.yaml': ['temperature: ', 'temperature: -'] })).toThrow(
      expect.objectContaining({ findings: [expect.stringMatching(/moods\.yaml:\d+:\d+ mood\.temperature/u)] }),
    );
  });
});
