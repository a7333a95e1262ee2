import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Appliance, type ApplianceOptions, openAppliance } from '../../src/compose.ts';
import type { Engines } from '../../src/compose-engines.ts';
import { type Config, readConfig } from '../../src/config/read-config.ts';
import { keyHash, newApiKey } from '../../src/identity/api-keys.ts';
import { createAbsentEmbedder } from '../../src/models/absent-embedder.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import type { TextGenerator } from '../../src/models/text-generator.ts';
import type { TokenClassifier } from '../../src/models/token-classifier.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createJourneyClient, type JourneyClient, type StoryKeys } from './journey-client.ts';
import { wordEmbedder } from './word-embedder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The moment the sample bank is written for. */
const STORY_BEGINS = '2026-11-21T09:00:00.000Z';

/** What a story states; everything it leaves out is the sample bank with scripted models. */
export interface ApplianceStory {
  /** Null for an appliance whose embedding model could not be opened. */
  readonly embedder?: Embedder | null;
  /** The text model; none by default. It speaks only where `composes` is true, or its examination says so. */
  readonly generator?: TextGenerator | null;
  readonly composes?: boolean;
  /** It judges intents, as one that has passed that examination. */
  readonly judges?: boolean;
  /** Absent or null: rules alone redact. */
  readonly classifier?: TokenClassifier | null;
  /** Engines as `npm run up` opens them, in place of scripted ones. */
  readonly realEngines?: boolean;
  /** Documents by file name, in place of the whole of `knowledge/`. */
  readonly knowledge?: Readonly<Record<string, string>>;
  /** Changes one policy file after the other: file name → new text, made from the shipped one. */
  readonly policies?: Readonly<Record<string, (shipped: string) => string>>;
  /** Begins at this moment (ISO 8601) in place of 2026-11-21 09:00 UTC. */
  readonly now?: string;
  /** Folder of the built pages. */
  readonly pages?: string;
  readonly turnsAtOnce?: number;
  readonly traces?: Config['traces'];
  /** Verifier keys of witnesses; none by default. */
  readonly witnesses?: Config['witnesses'];
  readonly logTo?: ApplianceOptions['logTo'];
  /** Free space the disk has to have; none by default. */
  readonly disk?: Config['disk'];
  /** How people sign in, where it is not the default. */
  readonly signIn?: Partial<Config['signIn']>;
}

export interface StoryClock {
  now(): Date;
  advance(ms: number): void;
}

export interface GivenAppliance extends JourneyClient {
  /** The appliance as it stands; another one after `restart`. */
  readonly appliance: Appliance;
  readonly clock: StoryClock;
  readonly keys: StoryKeys;
  /** Folder of policies this appliance watches, its own copy. */
  readonly policies: string;
  readonly data: string;
  /** Every file below the data folder, by its path there. */
  filesUnderData(): ReadonlyMap<string, Buffer>;
  /** Closes the appliance and opens another one on the same folders; what is stated replaces what was. */
  restart(changes?: ApplianceStory & { readonly between?: () => void }): Promise<void>;
  /** Another appliance on a copy of the data as it lies on the disk now: what a start after a kill finds. */
  copyAsAfterKill(): Promise<GivenAppliance>;
  close(): Promise<void>;
}

/** Opens the whole appliance on a folder of its own. The test that asks for it closes it. */
export async function givenAppliance(story: ApplianceStory = {}): Promise<GivenAppliance> {
  const folder = mkdtempSync(join(tmpdir(), 'journey-'));
  const clock = createStoryClock(story.now ?? STORY_BEGINS);
  const appliance = await open(folder, story, clock);
  return hold({ folder, clock, story, appliance, keys: makeKeys(appliance) });
}

interface Held {
  readonly folder: string;
  readonly clock: StoryClock;
  readonly keys: StoryKeys;
  story: ApplianceStory;
  appliance: Appliance;
}

function hold(held: Held): GivenAppliance {
  const { folder, clock, keys } = held;
  const client = createJourneyClient({ app: () => held.appliance.app, store: () => held.appliance.store, keys });
  return {
    ...client,
    clock,
    keys,
    policies: join(folder, 'policies'),
    data: join(folder, 'data'),
    get appliance() {
      return held.appliance;
    },
    filesUnderData: () => readFiles(join(folder, 'data')),
    restart: async function restartAppliance({ between, ...changes } = {}) {
      await held.appliance.close();
      between?.();
      held.story = { ...withoutClosed(held.story), ...changes };
      held.appliance = await open(folder, held.story, clock);
    },
    copyAsAfterKill: async function openCopy() {
      const copy = mkdtempSync(join(tmpdir(), 'journey-'));
      cpSync(folder, copy, { recursive: true });
      const story = withoutClosed(held.story);
      return hold({ folder: copy, clock, keys, story, appliance: await open(copy, story, clock) });
    },
    close: async function closeAppliance() {
      await held.appliance.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function open(folder: string, story: ApplianceStory, clock: StoryClock): Promise<Appliance> {
  const config = readConfig(join(folder, 'confidant.yaml'));
  const environment = {
    host: '127.0.0.1',
    port: 0,
    data: join(folder, 'data'),
    models: join(root, 'models'),
    policies: layOutPolicies(join(folder, 'policies'), story.policies ?? {}),
    knowledge: layOutKnowledge(join(folder, 'knowledge'), story.knowledge),
    config: join(folder, 'confidant.yaml'),
    offline: true,
  };
  const limits = {
    ...config.limits,
    requestsPerMinute: 100_000,
    turnsAtOnce: story.turnsAtOnce ?? 64,
    turnsWaiting: 0,
  };
  const options: ApplianceOptions = {
    environment,
    config: {
      ...config,
      limits,
      disk: story.disk ?? { lowMb: 0, fullMb: 0 },
      signIn: { ...config.signIn, ...story.signIn },
      traces: story.traces ?? config.traces,
      witnesses: story.witnesses ?? config.witnesses,
    },
    pages: story.pages ?? join(folder, 'no-pages'),
    now: clock.now,
    ...(story.logTo ? { logTo: story.logTo } : { log: createLog('silent') }),
    watchAlerts: false,
    ...(story.realEngines === true ? {} : { engines: scriptedEngines(story) }),
    ...(story.composes === true && story.generator ? { composer: { generator: story.generator } } : {}),
    ...(story.judges === true && story.generator ? { judge: { generator: story.generator } } : {}),
  };
  return openAppliance(options);
}

function scriptedEngines(story: ApplianceStory): Engines {
  const absent = story.embedder === null;
  const embedder = absent ? createAbsentEmbedder('The weights are not here') : (story.embedder ?? wordEmbedder());
  const generator = story.generator ?? null;
  return {
    embedder,
    classifier: story.classifier ?? null,
    generator,
    problems: absent ? { 'encoder-engine': 'model-missing: the weights are not here' } : {},
    onRestart: () => undefined,
    close: async () => {
      await Promise.all([embedder.close(), generator?.close()]);
    },
  };
}

/** A closed engine serves nobody: the next appliance gets its own. */
function withoutClosed({
  embedder,
  generator: _closed,
  composes: _spoke,
  judges: _judged,
  ...story
}: ApplianceStory): ApplianceStory {
  return embedder === null ? { ...story, embedder } : story;
}

function layOutPolicies(folder: string, changes: NonNullable<ApplianceStory['policies']>): string {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === 0) {
    cpSync(join(root, 'policies'), folder, { recursive: true });
    const limits = join(folder, 'limits.yaml');
    writeFileSync(limits, withPatience(readFileSync(limits, 'utf8')));
  }
  for (const [name, change] of Object.entries(changes)) {
    const changed = change(readFileSync(join(root, 'policies', name), 'utf8'));
    writeFileSync(join(folder, name), changed);
  }
  return folder;
}

/** Stories hold engines in the middle of a turn, and test machines are slow: only a story about deadlines has short ones. */
function withPatience(limits: string): string {
  const [before = '', deadlines = '', after = ''] = limits.split(/(?<=^deadlinesMs:\n)((?:[ ].*\n)+)/mu);
  return `${before}${deadlines.replaceAll(/\d+$/gmu, '120000')}${after}`;
}

function layOutKnowledge(folder: string, documents: ApplianceStory['knowledge']): string {
  if (documents === undefined) return join(root, 'knowledge');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(folder, name), text);
  return folder;
}

function createStoryClock(begins: string): StoryClock {
  let ms = Date.parse(begins);
  return {
    now: () => new Date(ms),
    advance: (by) => {
      ms += by;
    },
  };
}

function makeKeys({ firstKeys, store }: Appliance): StoryKeys {
  if (firstKeys === undefined) throw new Error('A fresh folder gives first keys');
  const other = newApiKey('kiosk');
  store.keyStore.add([{ keyId: 'k_kiosk_2', role: 'kiosk', hash: keyHash(other) }]);
  return { ...firstKeys, 'other-kiosk': other };
}

function readFiles(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}
