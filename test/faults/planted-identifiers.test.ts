import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { plantedIdentifiers } from '../support/planted-identifiers.ts';
import { createRawSearch } from '../support/raw-search.ts';

const PLANTED = Number(process.env.CONFIDANT_PLANTED ?? 1_000);
/** Messages of one conversation. */
const PER_CONVERSATION = 10;
/** Conversations at a time. */
const LANES = 8;

const folder = givenFolder();
afterAll(() => folder.remove());

describe('an appliance that is told personal data', () => {
  it(`keeps none of ${PLANTED} identifiers readable in any file, metric or log line`, {
    timeout: 60_000 + PLANTED * 100,
  }, async () => {
    const planted = plantedIdentifiers(11, PLANTED);
    const search = createRawSearch(planted.flatMap(({ value }) => spellingsOf(value)));
    const data = join(folder.path, 'data');
    mkdirSync(data);
    const log = createWriteStream(join(data, 'server.log'));
    const given = await openFaultAppliance({ data, log });
    const conversations = Array.from({ length: Math.ceil(PLANTED / PER_CONVERSATION) }, (_, index) =>
      planted.slice(index * PER_CONVERSATION, (index + 1) * PER_CONVERSATION),
    );
    const outcomes = new Map<number, number>();
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let messages = conversations.pop(); messages !== undefined; messages = conversations.pop()) {
          const path = await given.start();
          for (const { text } of messages) {
            const { status } = await given.post(`${path}/messages`, { text });
            outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
          }
        }
      }),
    );
    expect([...outcomes]).toEqual([[200, PLANTED]]);

    const metrics = await given.get('/metrics', 'admin');
    expect(search.inText(String(metrics.body), 'metrics')).toEqual([]);
    expect(search.inFolder(data)).toEqual([]);
    await given.close();
    log.end();
    await finished(log);
    expect(search.inFolder(data)).toEqual([]);
  });
});

/** As it was written, and as code may have put it together. */
function spellingsOf(value: string): readonly string[] {
  const squeezed = value.replace(/[\s.\-/()]/gu, '');
  return squeezed.length >= 8 ? [value, squeezed] : [value];
}
