import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { type FaultAnswer, type FaultAppliance, givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { examineStore, soundStore, verifyData } from '../support/fault-database.ts';
import { mountDisk, reasonForNoDisk } from '../support/fault-disk.ts';

const DISK_KB = 12_288;
const MOST_PAGES = 1_073_741_823;
const folder = givenFolder();
const reason = reasonForNoDisk(folder.path);
if (reason !== undefined) process.stdout.write(`Skipping a really full disk: ${reason}\n`);
afterAll(folder.remove);

/** A disk that can be filled while the appliance runs on it. */
interface Full {
  readonly data: string;
  fill(appliance: FaultAppliance): void;
  giveBack(appliance: FaultAppliance): void;
  remove(): void;
}

function realDisk(): Full {
  const disk = mountDisk(join(folder.path, 'disk'), DISK_KB);
  return { data: join(disk.path, 'data'), fill: disk.fill, giveBack: disk.giveBack, remove: disk.remove };
}

/** SQLite refuses another page as a full disk makes it refuse, where no disk can be mounted. */
function limitedDatabase(): Full {
  return {
    data: join(folder.path, 'limited'),
    fill: (one) => limitPages(one, Number(one.appliance.store.database.pragma('page_count', { simple: true }))),
    giveBack: (one) => limitPages(one, MOST_PAGES),
    remove: () => undefined,
  };
}

function limitPages({ appliance }: FaultAppliance, pages: number): void {
  appliance.store.database.pragma(`max_page_count = ${pages}`);
}

/** Messages sent while there is no room; the log that is there already may have some left. */
const MOST_MESSAGES = 600;
const REFUSALS = 12;

/** Long, so that the room that is left is used up soon. */
const long = (number: number): string => `I lost my card. ${'What now? '.repeat(400)}(${number})`;

describe.each([
  { name: 'a disk', make: realDisk, skip: reason !== undefined },
  { name: 'a database', make: limitedDatabase, skip: false },
])('$name that runs full in the middle', ({ make, skip }) => {
  it.skipIf(skip)(
    'is told with a code, stores nothing of it, and goes on without a restart once there is room',
    async () => {
      const full = make();
      try {
        const one = await openFaultAppliance({ data: full.data });
        try {
          await fillAndGoOn(one, full);
        } finally {
          full.giveBack(one);
          await one.close();
        }
        expect(verifyData(full.data)).toMatchObject({ ok: true });
        const database = openDatabaseForReading(join(full.data, 'confidant.db'));
        expect(examineStore(database)).toEqual(soundStore);
        database.close();
      } finally {
        full.remove();
      }
    },
    60_000,
  );
});

interface Sent {
  readonly text: string;
  readonly key: string;
  readonly answer: FaultAnswer;
}

async function fillAndGoOn(one: FaultAppliance, full: Full): Promise<void> {
  const path = await one.start();
  const post = async (text: string, key: string): Promise<Sent> => ({
    text,
    key,
    answer: await one.post(`${path}/messages`, { text }, key),
  });
  const sent = [await post('I lost my card (first)', 'first')];
  full.fill(one);
  while (refusedOf(sent).length < REFUSALS && sent.length < MOST_MESSAGES) {
    const numbers = [1, 2, 3].map((step) => sent.length + step);
    sent.push(...(await Promise.all(numbers.map((number) => post(long(number), `key-${number}`)))));
  }
  const refused = refusedOf(sent);
  process.stdout.write(`full: ${sent.length - refused.length} messages stored, ${refused.length} refused with 507\n`);
  expect(refused.length).toBeGreaterThanOrEqual(REFUSALS);
  for (const { answer } of refused) {
    expect(answer).toMatchObject({
      status: 507,
      contentType: 'application/problem+json',
      body: { code: 'store-full' },
    });
  }
  // What needs no room is answered as ever, and tells of what was stored alone.
  await expectCustomerSaid(
    one,
    path,
    sent.filter((message) => message.answer.status === 200),
  );
  expect(await one.get('/healthz')).toMatchObject({ status: 200 });
  const failing = { state: 'degraded', parts: { store: { state: 'degraded', detail: 'commits-failing' } } };
  expect(await one.get('/readyz')).toMatchObject({ status: 200, body: failing });

  full.giveBack(one);
  const answers = [];
  for (const { text, key } of refused) answers.push(await post(text, key));
  for (const { answer } of answers) expect(answer).toMatchObject({ status: 200 });
  expect(await one.get('/readyz')).toMatchObject({ status: 200, body: { parts: { store: { state: 'ready' } } } });
  expect((await post(refused[0]?.text ?? '', refused[0]?.key ?? '')).answer).toEqual(answers[0]?.answer);
  await expectCustomerSaid(one, path, [...sent.filter((message) => message.answer.status === 200), ...answers]);
}

function refusedOf(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter((message) => message.answer.status !== 200);
}

async function expectCustomerSaid(one: FaultAppliance, path: string, messages: readonly Sent[]): Promise<void> {
  const { body } = await one.get(path);
  const { transcript } = body as { transcript: readonly { from: string; text: string }[] };
  const said = transcript.filter((line) => line.from === 'customer').map((line) => numberOf(line.text));
  expect(said.toSorted()).toEqual(messages.map((message) => numberOf(message.text)).toSorted());
}

function numberOf(text: string): string {
  return /\(\w+\)$/.exec(text)?.[0] ?? text;
}

describe.skipIf(reason !== undefined)('a full disk', () => {
  it('takes no conversation it cannot keep a key for', async () => {
    const disk = mountDisk(join(folder.path, 'keys'), DISK_KB);
    try {
      const one = await openFaultAppliance({ data: join(disk.path, 'data') });
      disk.fill();
      const statuses = new Set<number>();
      for (let call = 0; call < MOST_MESSAGES && !statuses.has(507); call += 1) {
        const answer = await one.post('/v1/conversations', { customer: { ref: `customer ${call}` } });
        statuses.add(answer.status);
        if (answer.status !== 201) expect(answer).toMatchObject({ status: 507, body: { code: 'store-full' } });
      }
      expect(statuses).toContain(507);
      disk.giveBack();
      expect(await one.post('/v1/conversations', {})).toMatchObject({ status: 201 });
      await one.close();
    } finally {
      disk.remove();
    }
  }, 60_000);
});
