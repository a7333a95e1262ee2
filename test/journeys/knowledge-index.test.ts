import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

describe('the knowledge index', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  const folder = () => join(bank.data, 'index');

  it('is built again where its file is missing, and answers as before', async () => {
    const before = await bank.ask('I have lost my card');
    const files = readdirSync(folder());
    await bank.restart({ between: () => rmSync(folder(), { recursive: true }) });
    expect(readdirSync(folder()).toSorted()).toEqual(files.toSorted());
    expect((await bank.ask('I have lost my card')).reply).toEqual(before.reply);
  });

  it('is built again where its file was damaged', async () => {
    const before = await bank.ask('how do I freeze my card');
    await bank.restart({
      between: () => {
        for (const name of readdirSync(folder())) {
          const bytes = readFileSync(join(folder(), name));
          bytes.fill(0x5a, Math.floor(bytes.length / 2));
          writeFileSync(join(folder(), name), bytes);
        }
      },
    });
    expect((await bank.ask('how do I freeze my card')).reply).toEqual(before.reply);
  });

  it('follows the knowledge folder: what left it is not answered any more', async () => {
    const version = bank.appliance.stages.knowledgeVersion();
    await bank.restart({
      knowledge: {
        'opening.md': '---\ntitle: Opening hours\ncollection: bank\n---\n\nBranches are open from 09:00 to 17:00.\n',
      },
    });
    expect((await bank.ask('I have lost my card')).reply?.citations ?? []).toEqual([]);
    const turn = await bank.ask('when are branches open?');
    expect(turn.entry.versions.knowledge).not.toBe(version);
    expect(turn.reply?.text).toContain('from 09:00 to 17:00');
  });
});
