import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { type ChildAppliance, type ChildOptions, runMain, spawnChild, startChild } from '../support/child-appliance.ts';
import { givenFolder } from '../support/fault-appliance.ts';
import { examineStore, soundStore, verifyData } from '../support/fault-database.ts';
import { createOracle, type KeptTurn, talkUntilGone } from '../support/fault-traffic.ts';

const folder = givenFolder();
const running: ChildAppliance[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) await child.stop();
});
afterAll(folder.remove);

async function start(options: ChildOptions): Promise<ChildAppliance> {
  const child = await startChild(options);
  running.push(child);
  return child;
}

const PATIENT = 60_000;

describe('SIGTERM', () => {
  it(
    'lets turns under way be answered, then ends with code 0',
    async () => {
      const data = join(folder.path, 'drained');
      const appliance = await start({ data, embedMs: 1_000 });
      const paths = await Promise.all(Array.from({ length: 6 }, () => startConversation(appliance)));
      const turns = paths.map((path) =>
        appliance.call('POST', `${path}/messages`, { body: { text: 'I lost my card' } }),
      );
      // All of them have arrived by now, and none can be answered yet.
      await sleep(500);
      appliance.signal('SIGTERM');
      const answers = await Promise.all(turns);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
      expect(await appliance.ended).toMatchObject({ code: 0, signal: null, errors: '' });
      await expect(appliance.call('GET', '/healthz')).rejects.toThrow(TypeError);

      const database = openDatabaseForReading(join(data, 'confidant.db'));
      const last = database.prepare('SELECT kind FROM log_entries ORDER BY idx DESC LIMIT 1').pluck().get();
      expect(last).toBe('appliance-stopped');
      expect(database.prepare('SELECT count(*) FROM turns').pluck().get()).toBe(6);
      expect(examineStore(database)).toEqual(soundStore);
      database.close();
      const held = answers.map((answer) => (answer.body as KeptTurn).receipt.checkpoint);
      expect(verifyData(data, held)).toMatchObject({ ok: true });
    },
    PATIENT,
  );

  it(
    'ends within seconds although clients go on asking over open connections',
    async () => {
      const data = join(folder.path, 'busy');
      const appliance = await start({ data });
      const oracle = createOracle();
      const talking = talkUntilGone(appliance, oracle, 4);
      await sleep(500);
      const begun = performance.now();
      appliance.signal('SIGTERM');
      expect(await appliance.ended).toMatchObject({ code: 0, signal: null });
      const ms = Math.round(performance.now() - begun);
      process.stdout.write(`SIGTERM under traffic: ended after ${ms} ms\n`);
      expect(ms).toBeLessThan(10_000);
      await talking;
      const answered = oracle.messages.filter((message) => message.answer !== undefined).length;
      const database = openDatabaseForReading(join(data, 'confidant.db'));
      // A turn whose answer met a closed connection is stored all the same.
      expect(Number(database.prepare('SELECT count(*) FROM turns').pluck().get())).toBeGreaterThanOrEqual(answered);
      expect(examineStore(database)).toEqual(soundStore);
      database.close();
    },
    PATIENT,
  );
});

describe('two appliances', () => {
  it(
    'run side by side on folders and ports of their own, and not on one folder or one port',
    async () => {
      const [one, other] = [join(folder.path, 'one'), join(folder.path, 'other')];
      const [first, second] = await Promise.all([start({ data: one }), start({ data: other })]);
      const path = await startConversation(first);
      expect((await first.call('GET', path)).status).toBe(200);
      expect((await second.call('GET', path)).status).toBe(404);

      const sameFolder = await spawnChild({ data: one }).ended;
      expect(sameFolder.code).toBe(1);
      expect(sameFolder.errors.trim().split('\n')).toEqual([
        expect.stringMatching(/another appliance.*CONFIDANT_DATA/),
      ]);
      const samePort = await runMain({
        CONFIDANT_PORT: String(second.port),
        CONFIDANT_DATA: join(folder.path, 'third'),
        CONFIDANT_MODELS: folder.givenCatalogue(),
        CONFIDANT_CONFIG: join(folder.path, 'none.yaml'),
      }).ended;
      expect(samePort.code).toBe(1);
      const sentence = samePort.errors.trim().split('\n').at(-1);
      expect(sentence).toMatch(new RegExp(`${second.port}.*CONFIDANT_PORT`));

      for (const appliance of [first, second]) expect((await appliance.call('GET', '/healthz')).status).toBe(200);
      first.signal('SIGKILL');
      await first.ended;
      const again = await start({ data: one });
      expect((await again.call('GET', path)).status).toBe(200);
    },
    PATIENT,
  );
});

async function startConversation(appliance: ChildAppliance): Promise<string> {
  const { body } = await appliance.call('POST', '/v1/conversations', { body: {} });
  return `/v1/conversations/${(body as { id: string }).id}`;
}
