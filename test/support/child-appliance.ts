import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FirstKeys } from '../../src/identity/first-keys.ts';
import { smallBankBeside } from './fault-bank.ts';
import { compileOnce } from './fault-build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const loaderFile = relative(root, fileURLToPath(new URL('./knowledge-loader.ts', import.meta.url)));
const serverFile = relative(root, fileURLToPath(new URL('./fault-server.ts', import.meta.url)));

export interface ChildOptions {
  /** The data folder; `keys.json` in it gives the keys. */
  readonly data: string;
  readonly port?: number;
  /** Before each embedding, in milliseconds: makes a turn last. */
  readonly embedMs?: number;
  /** Turns at once, and as many that wait; the default otherwise. */
  readonly turnsAtOnce?: number;
  /** A program to start it under, such as a tracer. */
  readonly under?: readonly string[];
}

/** How a process ended, and what it had said. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

export interface ChildAppliance {
  readonly port: number;
  readonly pid: number;
  readonly keys: FirstKeys;
  readonly warnings: readonly string[];
  /** Calls the API as a role; a body is sent under an Idempotency-Key of its own unless one is given. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<ChildEnd>;
  /** Kills it where it still runs, and waits. */
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly role?: keyof FirstKeys;
  readonly body?: unknown;
  readonly key?: string;
}

/** Starts the appliance in a process of its own and waits until it listens. */
export async function startChild(options: ChildOptions): Promise<ChildAppliance> {
  const { child, ended } = spawnChild(options);
  const first = await Promise.race([firstLine(child), ended.then(refuse)]);
  const { port, pid, warnings } = first as { port: number; pid: number; warnings: readonly string[] };
  const keys = JSON.parse(readFileSync(join(options.data, 'keys.json'), 'utf8')) as FirstKeys;
  return {
    port,
    pid,
    keys,
    warnings,
    call: (method, path, call = {}) => callPort({ port, keys }, { method, path, ...call }),
    // To the appliance itself: a tracer it runs under would keep the signal.
    signal: (name) => void process.kill(pid, name),
    ended,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGKILL');
      await ended;
    },
  };
}

/** Starts the appliance without waiting for it. */
export function spawnChild({ data, port = 0, embedMs = 0, turnsAtOnce, under = [] }: ChildOptions): SpawnedChild {
  const settings = JSON.stringify({ data, knowledge: smallBankBeside(data), port, embedMs, turnsAtOnce });
  return spawnNode([serverFile, settings], { under });
}

/** Starts a process that loads knowledge over and over, and prints a line after every time. */
export function spawnLoader(data: string, seed: number): SpawnedChild {
  return spawnNode([loaderFile, JSON.stringify({ data, seed })], {});
}

/** Starts `src/main.ts`, as `npm run up` does, and waits for it to end by itself. */
export function runMain(environment: Readonly<Record<string, string>>): SpawnedChild {
  return spawnNode(['src/main.ts'], { environment });
}

export interface SpawnedChild {
  readonly child: ChildProcess;
  readonly ended: Promise<ChildEnd>;
}

function spawnNode(
  [file, ...parameters]: readonly [string, ...string[]],
  options: { readonly under?: readonly string[]; readonly environment?: Readonly<Record<string, string>> },
): SpawnedChild {
  const [tracer, ...rest] = [...(options.under ?? []), process.execPath];
  const child = spawn(
    tracer ?? process.execPath,
    [...rest, join(compileOnce(), file.replace(/ts$/, 'js')), ...parameters],
    {
      cwd: root,
      env: { ...process.env, CONFIDANT_OFFLINE: '1', ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, errors }));
  });
  return { child, ended };
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('The child has no output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) return JSON.parse(line);
  return new Promise(() => undefined);
}

function refuse({ code, signal, errors }: ChildEnd): never {
  throw new Error(`The child ended before it listened (${code ?? signal}): ${errors}`);
}

async function callPort(
  { port, keys }: Pick<ChildAppliance, 'port' | 'keys'>,
  call: CallOptions & { readonly method: string; readonly path: string },
): Promise<Answer> {
  const { method, path, role = 'kiosk', body, key = crypto.randomUUID() } = call;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${keys[role]}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, body: contentType.includes('json') ? JSON.parse(text) : text };
}
