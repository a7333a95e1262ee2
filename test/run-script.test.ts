import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Says what it was given and ends with the code asked for; `wait` ends with 7 once it is told to stop. */
const modelsScript = `
const [order] = process.argv.slice(2);
if (order === 'wait') {
  const timer = setInterval(() => {}, 1_000);
  process.once('SIGTERM', () => { console.log('stopped'); process.exitCode = 7; clearInterval(timer); });
} else process.exitCode = Number(order ?? 0);
// Last: whoever reads it may tell this process to stop.
console.log(JSON.stringify({ parameters: process.argv.slice(2), offline: process.env.CONFIDANT_OFFLINE, folder: process.cwd() }));
`;

/** A fresh clone of a project with one small dependency, which npm installs without a network. */
function givenClone({ installing = '' }: { installing?: string } = {}): string {
  const clone = mkdtempSync(join(tmpdir(), 'confidant-clone-'));
  folders.push(clone);
  for (const folder of ['scripts', 'vendor/tsx']) mkdirSync(join(clone, folder), { recursive: true });
  for (const name of readdirSync(join(root, 'scripts')).filter((file) => file.endsWith('.mjs'))) {
    copyFileSync(join(root, 'scripts', name), join(clone, 'scripts', name));
  }
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  writeFileSync(join(clone, 'scripts/models.ts'), modelsScript);
  writeFileSync(join(clone, 'vendor/tsx/loader.mjs'), `import '${loader}';`);
  writeJson(clone, 'vendor/tsx/package.json', { name: 'tsx', version: '0.0.0', exports: './loader.mjs' });
  writeFileSync(
    join(clone, 'count.mjs'),
    `import { appendFileSync } from 'node:fs'; appendFileSync('installs.log', 'i');${installing}`,
  );
  const project = { name: 'clone', version: '0.0.0', dependencies: { tsx: 'file:vendor/tsx' } };
  writeJson(clone, 'package.json', {
    ...project,
    type: 'module',
    scripts: { install: 'node count.mjs', models: 'node scripts/run.mjs models' },
  });
  writeLock(clone, {});
  return clone;
}

function writeLock(clone: string, more: Readonly<Record<string, unknown>>): void {
  const project = { name: 'clone', version: '0.0.0', dependencies: { tsx: 'file:vendor/tsx' } };
  const tsx = {
    'vendor/tsx': { name: 'tsx', version: '0.0.0' },
    'node_modules/tsx': { resolved: 'vendor/tsx', link: true },
  };
  const packages = { '': { ...project, hasInstallScript: true }, ...tsx, ...more };
  writeJson(clone, 'package-lock.json', { name: 'clone', version: '0.0.0', lockfileVersion: 3, packages });
}

function writeJson(clone: string, path: string, value: unknown): void {
  writeFileSync(join(clone, path), JSON.stringify(value));
}

function countInstalls(clone: string): number {
  const log = join(clone, 'installs.log');
  return existsSync(log) ? readFileSync(log, 'utf8').length : 0;
}

function start(clone: string, parameters: readonly string[], nodeOptions: readonly string[] = []): ChildProcess {
  const { CONFIDANT_OFFLINE: _, ...env } = process.env;
  return spawn(process.execPath, [...nodeOptions, join(clone, 'scripts/run.mjs'), ...parameters], {
    env: { ...env, npm_config_cache: join(clone, '.cache') },
    cwd: dirname(clone),
  });
}

async function run(clone: string, parameters: readonly string[], nodeOptions: readonly string[] = []) {
  return await endOf(start(clone, parameters, nodeOptions));
}

async function endOf(child: ChildProcess): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, ...text };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('run.mjs', () => {
  it('installs a fresh clone once, and passes arguments, folder and exit code on', async () => {
    const clone = givenClone();
    const first = await run(clone, ['models', '3', '--offline']);
    expect(first.stderr).toContain('Installing dependencies');
    expect(first.code).toBe(3);
    expect(JSON.parse(first.stdout)).toEqual({ parameters: ['3', '--offline'], offline: '1', folder: clone });

    const second = await run(clone, ['models', '0']);
    expect(second).toEqual({ code: 0, stdout: expect.any(String), stderr: '' });
    expect(JSON.parse(second.stdout)).toEqual({ parameters: ['0'], folder: clone });
    expect(countInstalls(clone)).toBe(1);
  });

  it('accepts what somebody installed with npm', async () => {
    const clone = givenClone();
    await endOf(spawn('npm', ['ci', '--offline'], { cwd: clone }));
    expect(await run(clone, ['models'])).toMatchObject({ code: 0, stderr: '' });
    expect(countInstalls(clone)).toBe(1);
  });

  it('installs again for another lockfile and for another Node', async () => {
    const clone = givenClone();
    await run(clone, ['models']);
    const optional = { version: '1.0.0', optional: true, os: ['none'], integrity: 'sha512-AAAA' };
    writeLock(clone, { 'vendor/tsx': { name: 'tsx', version: '0.0.1' }, 'node_modules/absent': optional });
    await run(clone, ['models']);
    expect(countInstalls(clone)).toBe(2);

    const mark = join(clone, 'node_modules/.confidant-lock');
    writeFileSync(mark, readFileSync(mark, 'utf8').replace(/abi-\d+/, 'abi-1'));
    await run(clone, ['models']);
    expect(countInstalls(clone)).toBe(3);
  });

  it('shows why npm failed and what to do next', async () => {
    const clone = givenClone();
    writeJson(clone, 'package.json', {
      name: 'clone',
      version: '0.0.0',
      dependencies: { tsx: 'file:vendor/tsx', other: '1.0.0' },
    });
    const { code, stdout, stderr } = await run(clone, ['models', '--offline']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/ENOTCACHED[\s\S]*\n\nNext step: .*--offline/);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(clone, '.install-lock'))).toBe(false);
  });

  it('installs where the registry lacks an optional package, and leaves the lockfile alone', async () => {
    const clone = givenClone();
    const tsx = { name: 'tsx', version: '0.0.0', optionalDependencies: { absent: '1.0.0' } };
    writeJson(clone, 'vendor/tsx/package.json', { ...tsx, exports: './loader.mjs' });
    writeLock(clone, { 'vendor/tsx': tsx });
    const lockfile = readFileSync(join(clone, 'package-lock.json'), 'utf8');
    expect(await run(clone, ['models', '0', '--offline'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(clone, 'package-lock.json'), 'utf8')).toBe(lockfile);
    expect((await run(clone, ['models'])).stderr).toBe('');
  });

  it('installs once for two runs at the same moment', async () => {
    const clone = givenClone({ installing: 'setTimeout(() => {}, 1_500)' });
    const ends = await Promise.all([run(clone, ['models']), run(clone, ['models'])]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(countInstalls(clone)).toBe(1);
  });

  it('takes over the lock of a run that was killed', async () => {
    const clone = givenClone();
    const lock = join(clone, '.install-lock');
    writeFileSync(lock, '999999999\n');
    const aMinuteAgo = Date.now() / 1_000 - 60;
    utimesSync(lock, aMinuteAgo, aMinuteAgo);
    expect((await run(clone, ['models'])).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });

  it('leaves neither lock nor mark when it is stopped while installing', async () => {
    const clone = givenClone({ installing: 'setTimeout(() => {}, 15_000)' });
    const child = start(clone, ['models']);
    const end = endOf(child);
    await until(() => countInstalls(clone) > 0);
    child.kill('SIGTERM');
    expect((await end).code).toBe(143);
    expect(existsSync(join(clone, '.install-lock'))).toBe(false);
    expect(existsSync(join(clone, 'node_modules/.confidant-lock'))).toBe(false);
  });

  it.each([
    ['node', 7],
    ['npm', null],
  ])('stops the command when %s is told to stop, and waits for its end', async (program, exitCode) => {
    const clone = givenClone();
    const asNpm = { cwd: clone, env: { ...process.env, npm_config_cache: join(clone, '.cache') } };
    const child =
      program === 'npm' ? spawn('npm', ['run', 'models', '--', 'wait'], asNpm) : start(clone, ['models', 'wait']);
    const end = endOf(child);
    let shown = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    await until(() => shown.includes('"wait"'));
    child.kill('SIGTERM');
    // The pipe closes with the last process that holds it, which is the command.
    const { code, stdout } = await end;
    expect(stdout).toContain('stopped');
    expect(code).toBe(exitCode);
  });

  it('lists the commands for one that does not exist', async () => {
    const clone = givenClone();
    const { code, stderr } = await run(clone, ['modles']);
    expect(code).toBe(2);
    expect(stderr).toContain('models');
    expect(countInstalls(clone)).toBe(0);
  });

  it.each(['20.18.1', '21.7.3', '22.11.0', '23.11.0'])('refuses Node %s before anything else', async (version) => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    const clone = givenClone();
    const { code, stderr } = await run(
      clone,
      ['models'],
      ['--import', `data:text/javascript,${encodeURIComponent(older)}`],
    );
    expect(code).toBe(1);
    expect(stderr).toContain(version);
    expect(countInstalls(clone)).toBe(0);
  });

  it('knows every command of package.json', () => {
    const source = readFileSync(join(root, 'scripts/run.mjs'), 'utf8');
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    const named = [...manifest.matchAll(/"node scripts\/run\.mjs (\w+)"/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !source.includes(`['${name}', `))).toEqual([]);
  });
});
