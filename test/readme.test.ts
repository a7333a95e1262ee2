import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWelcome } from '../scripts/welcome.ts';
import { signalSchema } from '../src/policy/signals.ts';
import { type GivenAppliance, givenAppliance } from './support/given-appliance.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const address = 'http://127.0.0.1:8400';

/** What stands between fences of a language, one text a block. */
const blocksOf = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'gu'))].map(([, block = '']) => block);
/** Shell commands with continued lines joined and runs of blanks as one. */
const commandsOf = (block: string): readonly string[] =>
  block
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim())
    .filter((line) => line !== '');
const conversation = commandsOf(blocksOf('sh').find((block) => block.includes('curl')) ?? '');

interface Curl {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A `curl` line as it reaches the server, its shell variables filled in. */
function toCurl(command: string, variables: Readonly<Record<string, string>>): Curl {
  const filled = command.replaceAll(/\$([A-Z]+)\b/gu, (_, name: string) => variables[name] ?? '');
  const [, url = ''] = /curl -s (\S+)/u.exec(filled) ?? [];
  const headers = [...filled.matchAll(/-H ["']([^:"']+): ([^"']+)["']/gu)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const [, body = ''] = /-d '([^']*)'/u.exec(filled) ?? [];
  return { path: url.replace(address, ''), headers: Object.fromEntries(headers), body };
}

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance();
});
afterAll(() => bank.close());

async function run({ path, headers, body }: Curl): Promise<Record<string, unknown>> {
  const answer = await bank.appliance.app.request(path, { method: 'POST', headers, body });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as Record<string, unknown>;
}

/** Runs the conversation of the README line by line, with another message where one is given. */
async function converse(text?: string): Promise<Record<string, unknown>> {
  const [readKey = '', start = '', post = ''] = conversation;
  const [, file = '', field = ''] = /readFileSync\('([^']+)'\)\)\.(\w+)/u.exec(readKey) ?? [];
  const keys = JSON.parse(readFileSync(join(bank.data, file.replace('data/', '')), 'utf8')) as Record<string, string>;
  const KEY = keys[field] ?? '';
  const started = await run(toCurl(start, { KEY }));
  const [, id = ''] = /JSON\.parse\(fs\.readFileSync\(0\)\)\.(\w+)/u.exec(start) ?? [];
  const curl = toCurl(post, { KEY, C: String(started[id]) });
  return run(text === undefined ? curl : { ...curl, body: JSON.stringify({ text }) });
}

/** Every path of fields in a value; the first of a list stands for all. */
function pathsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return pathsOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, `${path}.${name}`));
}

describe('the conversation of the README', () => {
  it('is the one that "npm run up" prints', () => {
    const keysFile = 'data/keys.json';
    const printed = commandsOf(createWelcome({ address, keys: null, keysFile, vkey: 'confidant+1+key', seconds: 1 }));
    for (const command of conversation) expect(printed).toContain(command);
    expect(conversation).toHaveLength(3);
  });

  it('runs as it is written and is answered with every field that is shown', async () => {
    const shown: unknown = JSON.parse(blocksOf('json')[0] ?? '');
    const turn = await converse();
    const expected = pathsOf(shown).filter((path) => path !== '.handover');
    expect(pathsOf(turn)).toEqual(expect.arrayContaining([...expected]));
    expect(turn).toMatchObject({ outcome: 'answered', handover: null, reply: { mode: 'quoted' } });
  });

  it.each(['I want a person', 'my lawyer will hear of this'])('ends with a person for %j', async (text) => {
    expect(readme).toContain(`\`${text}\``);
    const turn = await converse(text);
    expect(turn).toMatchObject({ outcome: 'handed-over', handover: { reference: expect.any(String) } });
    const { body } = await bank.as('agent').request('GET', '/v1/handovers');
    const { items } = body as { items: readonly { conversation: string; packet: object }[] };
    const item = items.find((one) => one.conversation === turn.conversation);
    expect(Object.keys(item?.packet ?? {})).toHaveLength(6);
  });

  it.each(['/docs', '/openapi.json'])('leads to %s', async (path) => {
    expect(readme).toContain(path);
    expect((await bank.appliance.app.request(path)).status).toBe(200);
  });
});

describe('the README', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = [...readme.matchAll(/npm (?:run )?([a-z]+)(?: -- ([a-z]+))?/gu)].map(([, script = '', sub]) => ({
    script,
    sub,
  }));

  it.each(commands)('names a command there is: $script $sub', ({ script, sub }) => {
    expect(scripts[script]).toBeDefined();
    if (sub !== undefined) expect(read(`scripts/${script}.ts`)).toMatch(new RegExp(`\\('${sub}\\b`, 'u'));
  });

  it('names the file the verifier key lies in', () => {
    expect(readme).toContain('data/audit.vkey');
    expect(bank.filesUnderData().get('audit.vkey')?.toString('utf8')).toContain(bank.appliance.store.log.vkey);
  });
});

describe('links between documents', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', 'policies/README.md', 'models/README.md'];
  const guides = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.md'),
  );
  const all = [...documents, ...guides.map((name) => join('docs', name))];

  it.each(all)('lead somewhere: %s', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)].map(([, target = '']) => target);
    const missing = targets.filter((target) => !existsSync(join(root, dirname(document), target)));
    expect(missing).toEqual([]);
  });
});

describe('policies/README.md', () => {
  const guide = read('policies/README.md');

  it.each(Object.keys(signalSchema))('names the signal %s', (signal) => {
    expect(guide).toContain(`\`${signal}\``);
  });

  it('names every policy file, and none that is not there', () => {
    const named = new Set([...guide.matchAll(/`([a-z]+\.yaml)`/gu)].map(([, name]) => name));
    expect(named).toEqual(new Set(readdirSync(join(root, 'policies')).filter((name) => name.endsWith('.yaml'))));
  });
});
