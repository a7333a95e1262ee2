import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineProcess, type EngineState } from './engine-process.ts';
import type { EngineProcessOptions } from './engine-process-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'engine-process-'));
const module = new URL('../../../test/support/sample-engine.ts', import.meta.url);
const open: EngineProcess[] = [];

beforeAll(() => {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

const options: EngineProcessOptions = {
  name: 'sample engine',
  module,
  environment: { SAMPLE: 'yes' },
  maxCalls: 2,
  settingsOfStart: () => ({}),
};

async function givenEngine(overrides: Partial<EngineProcessOptions> = {}) {
  const engine = await EngineProcess.open({ ...options, ...overrides });
  open.push(engine);
  return engine;
}

const refuseUnless = (files: { areGood: boolean }) => async () => {
  if (!files.areGood) throw new Error('changed');
};

const call = (engine: EngineProcess, operation: string, input?: unknown) =>
  engine.call({ operation, input, deadlineMs: 5_000 });

describe('EngineProcess that stays alive', () => {
  let engine: EngineProcess;
  let facts: unknown;
  beforeAll(async () => {
    engine = await EngineProcess.open({
      ...options,
      onReady: (told) => (facts = told),
      settingsOfStart: () => ({ size: 7 }),
    });
  });
  afterAll(() => engine.close());

  it('reports facts of the start and gives the engine an environment of its own', async () => {
    expect(facts).toMatchObject({ settings: { size: 7 }, environment: { SAMPLE: 'yes' } });
    expect(facts).not.toHaveProperty('environment.PATH');
    expect(engine.state).toBe('ready');
  });

  it('carries typed arrays and answers calls by their id', async () => {
    const vector = Float32Array.of(1, 2, 3);
    const [slow, fast] = await Promise.all([call(engine, 'wait', 50), call(engine, 'echo', vector)]);
    expect(slow).toBe('waited');
    expect(fast).toEqual(vector);
  });

  it('hands on pieces in order, and stops them at an abort', async () => {
    const pieces: unknown[] = [];
    const onPiece = (piece: unknown) => pieces.push(piece);
    expect(await engine.call({ operation: 'stream', input: 5, deadlineMs: 5_000, onPiece })).toBe(5);
    expect(pieces).toEqual([0, 1, 2, 3, 4]);
    const stop = new AbortController();
    const endless = engine.call({ operation: 'stream', input: 1e9, deadlineMs: 5_000, signal: stop.signal, onPiece });
    await sleep(20);
    stop.abort();
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    const heard = pieces.length;
    await sleep(30);
    expect(pieces.length).toBe(heard);
  });

  it('keeps codes of the engine and hides messages that may quote a customer', async () => {
    await expect(call(engine, 'refuse')).rejects.toMatchObject({ code: 'prompt-too-long' });
    await expect(call(engine, 'no-such-thing')).rejects.toMatchObject({ code: 'engine-failed' });
    const fault = await call(engine, 'fault').catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'engine-failed' });
    expect(String(fault)).not.toContain('4111');
    expect(await call(engine, 'echo', 'still here')).toBe('still here');
  });

  it('refuses calls beyond its bound, but not those that take no place', async () => {
    const waiting = [call(engine, 'wait', 100), call(engine, 'wait', 100)];
    await expect(call(engine, 'echo')).rejects.toMatchObject({ code: 'queue-full' });
    expect(await engine.call({ operation: 'echo', input: 1, deadlineMs: 1_000, takesPlace: false })).toBe(1);
    await Promise.all(waiting);
    expect(await call(engine, 'echo', 2)).toBe(2);
  });

  it('refuses input it cannot carry, and stays usable', async () => {
    await expect(call(engine, 'echo', () => 'a function')).rejects.toMatchObject({ code: 'engine-failed' });
    expect(await call(engine, 'echo', 1)).toBe(1);
  });

  it('lets a slow engine live when a deadline passes', async () => {
    const before = engine.processId;
    await expect(engine.call({ operation: 'wait', input: 500, deadlineMs: 30 })).rejects.toMatchObject({
      code: 'engine-timeout',
    });
    await sleep(2_300);
    expect(engine.processId).toBe(before);
  });

  it('outlives the signals meant for the whole group', async () => {
    process.kill(engine.processId ?? 0, 'SIGTERM');
    process.kill(engine.processId ?? 0, 'SIGINT');
    expect(await call(engine, 'echo', 'still here')).toBe('still here');
  });
});

describe('EngineProcess that waits for its first call', () => {
  it('has no process before it, and serves every call made while it starts', async () => {
    const told: unknown[] = [];
    const engine = await givenEngine({ startsAtFirstCall: true, onReady: (facts) => told.push(facts) });
    const states: EngineState[] = [];
    engine.onStateChange((state) => states.push(state));
    expect([engine.state, engine.processId]).toEqual(['idle', undefined]);
    const answers = await Promise.all([call(engine, 'echo', 'one'), call(engine, 'echo', 'two')]);
    expect(answers).toEqual(['one', 'two']);
    expect(states).toEqual(['starting', 'ready']);
    expect(told).toHaveLength(1);
  });

  it('fails the call that it cannot start for, and starts on files that are good again', async () => {
    const files = { areGood: false };
    const engine = await givenEngine({ startsAtFirstCall: true, beforeLateStart: refuseUnless(files) });
    await expect(call(engine, 'echo')).rejects.toMatchObject({ code: 'engine-down' });
    files.areGood = true;
    await expect.poll(() => engine.state, { timeout: 10_000 }).toBe('ready');
    expect(await call(engine, 'echo', 'back')).toBe('back');
  });

  it('leaves nothing behind when nobody called', async () => {
    const engine = await givenEngine({ startsAtFirstCall: true });
    await engine.close();
    expect([engine.state, engine.processId]).toEqual(['closed', undefined]);
  });
});

describe('EngineProcess that ends', () => {
  it('fails everything in flight when the engine dies, and serves calls made during the restart', async () => {
    const engine = await givenEngine();
    const states: EngineState[] = [];
    engine.onStateChange((state) => states.push(state));
    const before = engine.processId;
    const inFlight = Promise.allSettled([call(engine, 'wait', 4_000), call(engine, 'die')]);
    for (const outcome of await inFlight) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'engine-down' } });
    }
    expect(engine.state).toBe('starting');
    expect(await call(engine, 'echo', 'back')).toBe('back');
    expect(engine.processId).not.toBe(before);
    expect(states).toEqual(['starting', 'ready']);
  });

  it('pauses after a second crash and refuses calls meanwhile', async () => {
    const engine = await givenEngine();
    await expect(call(engine, 'die')).rejects.toMatchObject({ code: 'engine-down' });
    await expect(call(engine, 'die')).rejects.toMatchObject({ code: 'engine-down' });
    expect(engine.state).toBe('down');
    await expect(call(engine, 'echo')).rejects.toMatchObject({ code: 'engine-down' });
    await sleep(600);
    expect(await call(engine, 'echo', 'back')).toBe('back');
  });

  it('starts none again on files that are not the ones it was opened on, until they are', async () => {
    const files = { areGood: false };
    const engine = await givenEngine({ beforeLateStart: refuseUnless(files) });
    await expect(call(engine, 'die')).rejects.toMatchObject({ code: 'engine-down' });
    await expect.poll(() => engine.state).toBe('down');
    expect(engine.processId).toBeUndefined();
    files.areGood = true;
    await expect.poll(() => engine.state, { timeout: 10_000 }).toBe('ready');
    expect(await call(engine, 'echo', 'back')).toBe('back');
  });

  it('tries again where the machine refuses a process', async () => {
    let refusals = 2;
    const settingsOfStart = () => {
      if (refusals > 0 && open.length > 0) {
        refusals -= 1;
        throw new Error('spawn ENOMEM');
      }
      return {};
    };
    const engine = await givenEngine({ settingsOfStart });
    await expect(call(engine, 'die')).rejects.toMatchObject({ code: 'engine-down' });
    await expect.poll(() => engine.state, { timeout: 10_000 }).toBe('ready');
    expect(refusals).toBe(0);
    expect(await call(engine, 'echo', 'back')).toBe('back');
  });

  it('kills and restarts an engine that answers no ping', async () => {
    const engine = await givenEngine();
    const before = engine.processId;
    await expect(engine.call({ operation: 'block', input: 60_000, deadlineMs: 30 })).rejects.toMatchObject({
      code: 'engine-timeout',
    });
    await expect(call(engine, 'echo')).rejects.toMatchObject({ code: 'engine-down' });
    expect(await call(engine, 'echo', 'back')).toBe('back');
    expect(engine.processId).not.toBe(before);
  });

  it('kills and restarts one whose callers gave up before the deadline', async () => {
    const engine = await givenEngine();
    const before = engine.processId;
    const signal = AbortSignal.timeout(1_100);
    const blocked = engine.call({ operation: 'block', input: 60_000, deadlineMs: 60_000, signal });
    await expect(blocked).rejects.toMatchObject({ code: 'cancelled' });
    await expect(call(engine, 'echo')).rejects.toMatchObject({ code: 'engine-down' });
    expect(await call(engine, 'echo', 'back')).toBe('back');
    expect(engine.processId).not.toBe(before);
  });

  it('kills an engine that breaks the protocol', async () => {
    const engine = await givenEngine();
    await expect(call(engine, 'breach')).rejects.toMatchObject({ code: 'engine-down' });
    expect(await call(engine, 'echo', 'back')).toBe('back');
  });

  it('reports why a start failed, and does not try again', async () => {
    const failing = { settingsOfStart: () => ({ fail: true }) };
    await expect(givenEngine(failing)).rejects.toMatchObject({ code: 'model-corrupt' });
    const missing = { module: new URL('no-such-engine.ts', module) };
    await expect(givenEngine(missing)).rejects.toMatchObject({ code: 'engine-down' });
  });

  it('leaves no process behind a start that nobody waits for any more', async () => {
    const note = join(folder, 'starting.pid');
    const leave = new AbortController();
    const settingsOfStart = () => ({ slow: note });
    const opening = EngineProcess.open({ ...options, settingsOfStart, signal: leave.signal }).catch(
      (error: unknown) => error,
    );
    await expect.poll(() => existsSync(note), { timeout: 30_000 }).toBe(true);
    leave.abort();
    expect(await opening).toMatchObject({ code: 'engine-down' });
    expect(isAlive(Number(readFileSync(note, 'utf8')))).toBe(false);
  });

  it('drains calls in flight before it closes, then refuses', async () => {
    const engine = await givenEngine();
    const waiting = call(engine, 'wait', 100);
    const closing = engine.close();
    await expect(call(engine, 'echo')).rejects.toMatchObject({ code: 'engine-down' });
    expect(await waiting).toBe('waited');
    await closing;
    expect(engine.processId).toBeUndefined();
  });
});

describe('serveEngine', () => {
  it('ends with the server', async () => {
    const server = join(folder, 'server.ts');
    const parts = [
      `import { EngineProcess } from ${JSON.stringify(new URL('./engine-process.ts', import.meta.url).href)};`,
      `const options = { name: 'x', module: new URL(${JSON.stringify(module.href)}), environment: {}, maxCalls: 1 };`,
      'const engine = await EngineProcess.open({ ...options, settingsOfStart: () => ({}) });',
      'process.send(engine.processId);',
    ];
    writeFileSync(server, parts.join('\n'));
    const loader = import.meta.resolve('tsx');
    const parent = fork(server, [], { execArgv: ['--import', loader] });
    const engineId = await new Promise<number>((resolve) => {
      parent.once('message', (id) => resolve(Number(id)));
    });
    expect(isAlive(engineId)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(engineId), { timeout: 5_000 }).toBe(false);
  });
});

/** A process that has ended but is not yet collected by its parent counts as dead. */
function isAlive(id: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(id)])
      .toString()
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}
