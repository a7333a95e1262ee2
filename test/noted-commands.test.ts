import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteCommand } from '../src/compose-note-command.ts';
import { type GivenAppliance, givenAppliance } from './support/given-appliance.ts';
import { verifyWholeLog } from './support/journey-proof.ts';

let bank: GivenAppliance;
beforeEach(async () => {
  bank = await givenAppliance({ knowledge: {} });
});
afterEach(() => bank.close());

function noted(): readonly string[] {
  return [...bank.appliance.store.log.entries(0)].flatMap(({ entry }) =>
    entry.kind === 'admin-act' && entry.act === 'log-read'
      ? [entry.target?.replace(/^c_[0-9A-Z]{26} /u, '') ?? '']
      : [],
  );
}

describe('what a command reads or changes on the machine of the appliance', () => {
  it('is one entry each, also of the same twice, once the appliance looks', async () => {
    for (const about of ['entry 3', 'entry 3', 'conversation c_1']) noteCommand(bank.data, 'log-read', about);
    await bank.restart();
    await bank.restart();
    expect(noted()).toEqual(['entry 3', 'entry 3', 'conversation c_1']);
    expect(verifyWholeLog(bank.appliance.store)).toMatchObject({ ok: true });
  });

  it('is told of whatever was typed, as far as a name of it goes', async () => {
    noteCommand(bank.data, 'log-read', `conversation ../../"${'x'.repeat(300)}`);
    await bank.restart();
    expect(noted()).toEqual([expect.stringMatching(/^conversation \.\._\.\.__x{178,}$/u)]);
  });
});
