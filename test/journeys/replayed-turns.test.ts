import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReplay, type Replay, type ReplayOptions } from '../../src/compose-replay.ts';
import type { Difference } from '../../src/pipeline/replay/compare-turns.ts';
import type { ReplayedTurn } from '../../src/pipeline/replay/replay-turn.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { FlakyEmbedder, MoodyGenerator, tellStories } from '../support/recorded-stories.ts';
import { wordEmbedder } from '../support/word-embedder.ts';

/** Settings no replay looks at. */
const unused = { host: '', port: 0, models: 'models', knowledge: '', config: '', offline: true };
/** Turns that are told and run again; a release runs 1,000. */
const TURNS = Number(process.env.CONFIDANT_REPLAYED_TURNS ?? 100);

describe('turns that are run again', { timeout: 600_000 }, () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    const embedder = new FlakyEmbedder();
    bank = await givenAppliance({ embedder, generator: new MoodyGenerator(), composes: true, judges: true });
    await tellStories(bank, embedder, TURNS);
  }, 600_000);
  afterAll(() => bank.close());

  const open = (differing: Partial<ReplayOptions> = {}): Promise<Replay> => {
    const { data, policies } = bank;
    const environment = { ...unused, data, policies };
    const engines = { embedder: wordEmbedder(), generator: null };
    return openReplay({ environment, versions: 'recorded', engines, ...differing });
  };
  it('come out as they were recorded, every one, and leave the log as it was', async () => {
    const size = bank.appliance.store.log.size;
    using replay = await open();
    const turns = await replayAll(replay);
    expect(turns.filter(({ kind }) => kind !== 'same')).toEqual([]);
    expect(turns.length).toBeGreaterThanOrEqual(TURNS);
    expect(bank.appliance.store.log.size).toBe(size);
  });

  it('cover every ending and every voice', async () => {
    const entries = replayedEntries(bank);
    const endings = new Set(entries.map(({ outcome, mode }) => `${outcome} ${mode ?? 'silent'}`));
    expect([...endings].sort()).toEqual([
      'answered composed',
      'answered quoted',
      'answered scripted',
      'clarifying scripted',
      'handed-over scripted',
      'with-person silent',
    ]);
    const faults = new Set(entries.map(({ decision }) => decision.fault));
    expect(faults).toEqual(new Set([null, 'engine-down']));
    expect(entries.some(({ decision }) => decision.judge !== undefined)).toBe(true);
  });

  it('differ under another policy where it decides otherwise, and nowhere else', async () => {
    const other = join(bank.policies, '../other');
    cpSync(bank.policies, other, { recursive: true });
    const file = join(other, 'sensitive.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('disputeThreshold: 500', 'disputeThreshold: 800'));
    using replay = await open({ policies: other });
    const turns = await replayAll(replay);
    const [changed, ...more] = turns.filter(({ kind }) => kind !== 'same');
    expect(more).toEqual([]);
    expect(changed).toMatchObject({
      kind: 'differs',
      differences: expect.arrayContaining([
        { what: 'reason', recorded: 'sensitive-topic', replayed: expect.any(String) },
      ]),
      inputs: expect.arrayContaining([{ what: 'signal disputeThreshold', recorded: '500', replayed: '800' }]),
    });
  });

  it('are answered by what is here now where that is asked for: without a text model, nothing is composed', async () => {
    using replay = await open({ versions: 'present' });
    const turns = await replayAll(replay);
    const composed = replayedEntries(bank).filter(({ mode }) => mode === 'composed');
    const otherwise = turns.filter((turn) => turn.kind === 'differs' && turn.differences.some(isVoice));
    expect(otherwise.length).toBe(composed.length);
    expect(turns.filter(({ kind }) => kind !== 'same' && kind !== 'differs')).toEqual([]);
  });

  it('come out the same where the articles are others by now, from the versions that were cited', async () => {
    await bank.restart({
      knowledge: { 'other.md': '---\ntitle: Other\n---\n\nNothing of what was asked stands here.\n' },
    });
    using replay = await open();
    const turns = await replayAll(replay);
    expect(turns.filter(({ kind }) => kind !== 'same')).toEqual([]);
  });

  it('say so where what they hung on is gone', async () => {
    const { database } = bank.appliance.store;
    database.exec('DELETE FROM document_versions');
    using replay = await open();
    const turns = await replayAll(replay);
    const gone = turns.filter(({ kind }) => kind !== 'same');
    expect(gone.length).toBeGreaterThan(0);
    expect(new Set(gone.map(whyOf))).toEqual(new Set(['passages-gone']));
  });

  it('are not run again once their words are erased', async () => {
    const { conversation } = await bank.ask('I have lost my card');
    const erased = await bank.as('admin').request('DELETE', `/v1/subjects/${conversation}`);
    expect(erased.status).toBe(200);
    using replay = await open();
    expect((await replay.replay(conversation)).map(whyOf)).toEqual(['erased']);
  });
});

const whyOf = (turn: ReplayedTurn): string => ('why' in turn ? turn.why : turn.kind);
const isVoice = ({ what, recorded }: Difference): boolean => what === 'mode' && recorded === 'composed';

function replayedEntries({ appliance }: GivenAppliance) {
  return [...appliance.store.log.entries(0)].flatMap(({ entry }) => (entry.kind === 'turn' ? [entry] : []));
}

async function replayAll(replay: Replay): Promise<readonly ReplayedTurn[]> {
  const all: ReplayedTurn[] = [];
  for (const conversation of replay.conversations()) all.push(...(await replay.replay(conversation)));
  return all;
}
