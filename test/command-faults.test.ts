import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const empty = mkdtempSync(join(tmpdir(), 'command-faults-'));
afterAll(() => rmSync(empty, { recursive: true }));

/** Runs a command on an empty data folder, at a port nobody listens on. */
async function run(command: string, parameters: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${command}.ts`, ...parameters], {
    cwd: root,
    env: { ...process.env, CONFIDANT_DATA: empty, CONFIDANT_PORT: '1', ...variables },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors };
}

const wrong = { CONFIDANT_PORT: 'abc' };

describe('a command that cannot do what it is asked', () => {
  it('names the variable that is wrong, and needs none of them for its help', async () => {
    const [listed, helped] = await Promise.all([
      run('alerts', ['list'], wrong),
      run('alerts', ['list', '--help'], wrong),
    ]);
    expect(listed.errors).toMatch(/^environment-invalid: .*CONFIDANT_PORT/u);
    expect(listed.errors).not.toContain('    at ');
    expect([listed.code, helped.code, helped.errors]).toEqual([1, 0, '']);
  });

  it('reads the environment in its actions alone', () => {
    const scripts = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('.ts'));
    const eager = scripts.filter((name) =>
      /^[^\s/*}].*\breadEnvironment\(\)/mu.test(readFileSync(join(root, 'scripts', name), 'utf8')),
    );
    expect(eager).toEqual([]);
  });

  it('says which store is not there, and how to make it', async () => {
    const [verified, listed] = await Promise.all([run('audit', ['verify']), run('knowledge', ['list'])]);
    for (const { errors, code } of [verified, listed]) {
      expect(errors).toContain(`there is no "${join(empty, 'confidant.db')}"`);
      expect(errors).toContain('npm run up');
      expect(code).toBe(1);
    }
  });

  it('says that no appliance answers where none runs', async () => {
    const { errors, code } = await run('alerts', ['list'], { CONFIDANT_SECRET_ADMIN_KEY: 'k' });
    expect(errors).toContain('appliance-unreachable: No appliance answers at http://127.0.0.1:1');
    expect(code).toBe(1);
  });

  it('names a file that is not there', async () => {
    const { errors } = await run(
      'audit',
      ['witness', '--from', 'http://127.0.0.1:1', '--state', join(empty, 's'), '--key', 'no-such.vkey'],
      {
        CONFIDANT_SECRET_WITNESS_KEY: 'k',
      },
    );
    expect(errors).toContain('ENOENT: Cannot read "no-such.vkey": there is no such file');
  });
});
