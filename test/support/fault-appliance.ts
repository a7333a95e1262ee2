import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DestinationStream } from 'pino';
import { type Appliance, openAppliance } from '../../src/compose.ts';
import type { Engines } from '../../src/compose-engines.ts';
import { type Config, readConfig } from '../../src/config/read-config.ts';
import type { Role } from '../../src/identity/roles.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { smallBankBeside } from './fault-bank.ts';
import { wordEmbedder } from './word-embedder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface FaultStory {
  readonly data: string;
  /** A folder of its own in place of the shipped policies. */
  readonly policies?: string;
  readonly models?: string;
  readonly now?: () => Date;
  /** Free space the disk has to have; none by default. */
  readonly disk?: Config['disk'];
  /** Where log lines go; nowhere by default. */
  readonly log?: DestinationStream;
  /** Opens the engines of the catalogue in place of words. */
  readonly catalogueEngines?: boolean;
}

export interface FaultAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

export interface FaultAppliance {
  readonly appliance: Appliance;
  post(path: string, body: unknown, key?: string): Promise<FaultAnswer>;
  get(path: string, role?: Role): Promise<FaultAnswer>;
  /** Starts a conversation and answers its path. */
  start(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the whole appliance in this process, on folders a test may harm. */
export async function openFaultAppliance(story: FaultStory): Promise<FaultAppliance> {
  const config = readConfig(join(story.data, 'none.yaml'));
  const embedder = wordEmbedder();
  const engines: Engines = {
    embedder,
    classifier: null,
    generator: null,
    problems: {},
    onRestart: () => undefined,
    close: () => embedder.close(),
  };
  const appliance = await openAppliance({
    environment: {
      host: '127.0.0.1',
      port: 0,
      data: story.data,
      models: story.models ?? join(root, 'models'),
      policies: story.policies ?? join(root, 'policies'),
      knowledge: smallBankBeside(story.data),
      config: join(story.data, 'none.yaml'),
      offline: true,
    },
    watchAlerts: false,
    config: {
      ...config,
      text: { ...config.text, model: 'none' },
      disk: story.disk ?? { lowMb: 0, fullMb: 0 },
      limits: { ...config.limits, requestsPerMinute: 1_000_000 },
    },
    pages: join(story.data, 'no-pages'),
    log: createLog(story.log ?? 'silent'),
    ...(story.now ? { now: story.now } : {}),
    ...(story.catalogueEngines === true ? {} : { engines }),
  });
  const keys = readKeys(appliance, story.data);
  const call = async (path: string, role: Role, init: Init): Promise<FaultAnswer> => {
    const headers = { authorization: `Bearer ${keys[role] ?? ''}`, ...init.headers };
    const response = await appliance.app.request(path, { ...init, headers });
    const contentType = response.headers.get('content-type') ?? '';
    const text = await response.text();
    return { status: response.status, contentType, body: contentType.includes('json') ? JSON.parse(text) : text };
  };
  const post = (path: string, body: unknown, key: string = randomUUID()): Promise<FaultAnswer> =>
    call(path, 'kiosk', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  return {
    appliance,
    post,
    get: (path, role = 'kiosk') => call(path, role, { method: 'GET' }),
    start: async () => `/v1/conversations/${((await post('/v1/conversations', {})).body as { id: string }).id}`,
    close: () => appliance.close(),
  };
}

interface Init {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Keys outlive their file: a test that deletes it still has to call. */
const keysOf = new Map<string, Readonly<Record<string, string>>>();

function readKeys({ firstKeys }: Appliance, data: string): Readonly<Record<string, string>> {
  const keys = firstKeys ?? keysOf.get(data) ?? JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'));
  keysOf.set(data, keys);
  return keys;
}

export interface GivenFolder {
  readonly path: string;
  /** Copies that may be harmed. */
  copyPolicies(): string;
  /** A catalogue without the weights it names: an appliance starts fast with it, and hands over. */
  givenCatalogue(): string;
  remove(): void;
}

/** A folder for one test file. */
export function givenFolder(): GivenFolder {
  const path = mkdtempSync(join(tmpdir(), 'faults-'));
  let copies = 0;
  return {
    path,
    copyPolicies: () => {
      copies += 1;
      const copy = join(path, `policies-${copies}`);
      cpSync(join(root, 'policies'), copy, { recursive: true });
      return copy;
    },
    givenCatalogue: () => {
      const models = join(path, 'catalogue-alone');
      cpSync(join(root, 'models/catalogue.yaml'), join(models, 'catalogue.yaml'));
      return models;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
