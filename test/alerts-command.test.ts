import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, serveAppliance } from '../src/compose-server.ts';
import { type GivenAppliance, givenAppliance } from './support/given-appliance.ts';

const root = join(import.meta.dirname, '..');

let bank: GivenAppliance;
let server: RunningServer;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: {} });
  const { app } = bank.appliance;
  server = await serveAppliance({ app, close: async () => undefined }, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await bank.close();
});

async function alerts(...parameters: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/alerts.ts', ...parameters], {
    cwd: root,
    env: { ...process.env, CONFIDANT_DATA: bank.data, CONFIDANT_PORT: String(server.port) },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors };
}

describe('npm run alerts', () => {
  it('ends with 1 while an alert holds, and says what to do about it', async () => {
    await bank.as('admin').request('POST', '/v1/stop');
    await bank.appliance.alerts.look();
    const { code, output } = await alerts('list');
    expect(output).toContain('assistant-stopped');
    expect(output).toContain('An administrator can resume.');
    expect(code).toBe(1);
  });

  it('says how to set up a webhook where a test has nowhere to go, and tells wrong usage', async () => {
    const [tested, wrong] = await Promise.all([alerts('test', '--json'), alerts('tell')]);
    expect(tested).toMatchObject({ code: 1, output: '{\n  "queued": 0\n}\n' });
    expect(wrong.code).toBe(2);
  });
});
