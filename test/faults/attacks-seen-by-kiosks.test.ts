import { describe, expect, it } from 'vitest';
import type { CheckpointSigner } from '../../src/audit/checkpoint.ts';
import { createLogWatch, type KeptLog } from '../../src/audit/log-watch.ts';
import { growLog, newLogSigner, someEntries } from '../support/grown-log.ts';
import { createSeededRandom, type SeededRandom } from '../support/seeded-random.ts';

/** Attacks in all; the figure for a release is 1,000. */
const attacks = Number(process.env.CONFIDANT_ATTACKS ?? 110);
/** Entries under the one checkpoint the kiosk holds. */
const HELD = 40;

const signer = newLogSigner();

/** What somebody with disk and key can serve in place of the log: every hash made anew, every signature valid. */
interface Attack {
  readonly change: (entries: Uint8Array[], at: number) => unknown;
  /** Whose key signs what is served; the log's own where nothing is said. */
  readonly by?: () => CheckpointSigner;
}

const kinds: Readonly<Record<string, Attack>> = {
  delete: { change: (entries, at) => entries.splice(at, 1) },
  insert: { change: (entries, at) => entries.splice(at, 0, ...someEntries(1, 500)) },
  reorder: { change: (entries, at) => entries.splice(at, 2, ...entries.slice(at, at + 2).reverse()) },
  duplicate: { change: (entries, at) => entries.splice(at, 0, ...entries.slice(at, at + 1)) },
  renumber: { change: (entries) => entries.unshift(...entries.splice(HELD - 1, 1)) },
  rehash: { change: (entries, at) => entries.splice(at, 1, ...someEntries(1, 700)) },
  'cut tail': { change: (entries, at) => entries.splice(at) },
  'older copy': { change: (entries, at) => entries.splice(Math.max(1, at)) },
  're-sign': { change: () => undefined, by: newLogSigner },
  'other log': { change: (entries) => entries.splice(0, entries.length, ...someEntries(60, 900)), by: newLogSigner },
  fork: { change: (entries, at) => entries.splice(at, HELD, ...someEntries(HELD, 300)) },
};

async function alarmAfter({ change, by = () => signer }: Attack, random: SeededRandom): Promise<string | undefined> {
  const entries = [...someEntries(HELD + random.between(0, 30))];
  let kept: KeptLog = { vkey: signer.vkey, note: growLog(entries.slice(0, HELD), signer).checkpoint() };
  change(entries, random.between(0, HELD - 2));
  const watch = createLogWatch(growLog(entries, by()).source, {
    find: () => kept,
    keep(next) {
      kept = next;
    },
  });
  return (await watch.visit())?.code;
}

describe('a kiosk that holds one earlier checkpoint', () => {
  it(`finds each of ${attacks} attacks by somebody with disk and key`, async () => {
    const random = createSeededRandom(5);
    const names = Object.keys(kinds);
    const missed: string[] = [];
    for (let count = 0; count < attacks; count += 1) {
      const name = names[count % names.length] ?? '';
      const attack = kinds[name];
      if (attack === undefined || (await alarmAfter(attack, random)) === undefined) missed.push(name);
    }
    expect(missed).toEqual([]);
  });

  it('raises no alarm over a log that only grew', async () => {
    const random = createSeededRandom(6);
    for (let count = 0; count < 20; count += 1)
      expect(await alarmAfter({ change: () => undefined }, random)).toBeUndefined();
  });
});
