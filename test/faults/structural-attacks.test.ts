import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../src/audit/checkpoint-verifier.ts';
import { createTreeEdge, emptyRoot, leafHash } from '../../src/audit/merkle-tree.ts';
import { consistencyProof } from '../../src/audit/proofs.ts';
import { verifyConsistency } from '../../src/audit/verify-proof.ts';
import { verifyPublishedLog } from '../../src/audit/verify-published-log.ts';
import { type MemoryLog, memoryLog, newSigner, turnBytes, writeLog } from '../support/published-logs.ts';
import { createSeededRandom, type SeededRandom } from '../support/seeded-random.ts';

/** `CONFIDANT_ATTACKS=1000` is the size of the figure. */
const attacks = Number(process.env.CONFIDANT_ATTACKS ?? 50);

const signer = newSigner();
const thief = newSigner();

/** A log of whole history, the part of it somebody holds a checkpoint of, and a place in that part. */
interface Target {
  readonly entries: readonly Uint8Array[];
  readonly honest: MemoryLog;
  /** Signed note over the first `heldSize` entries. */
  readonly held: string;
  readonly heldSize: number;
  readonly place: number;
  readonly random: SeededRandom;
}

type Attack = (target: Target) => Promise<MemoryLog>;

const options = { signer, every: 3, seals: false } as const;

async function rewritten(entries: readonly Uint8Array[], by = signer): Promise<MemoryLog> {
  const log = memoryLog();
  await writeLog(log, entries, { ...options, signer: by });
  return log;
}

/** New entries, tiles and leaves under the notes of the honest log: what one can do who has the disk and no key. */
async function underOldNotes({ honest }: Target, entries: readonly Uint8Array[]): Promise<MemoryLog> {
  const log = await rewritten(entries);
  for (const path of ['checkpoint', 'checkpoints', 'key'])
    log.files.set(path, honest.files.get(path) ?? new Uint8Array());
  return log;
}

/** The entries alone are others: tiles and notes are those of the honest log. */
async function underOldTiles({ honest }: Target, entries: readonly Uint8Array[]): Promise<MemoryLog> {
  const log = await rewritten(entries);
  for (const [path, bytes] of honest.files) if (!path.startsWith('tile/entries/')) log.files.set(path, bytes);
  return log;
}

const without = ({ entries, place }: Target) => entries.toSpliced(place, 1);
const withMore = ({ entries, place, random }: Target) =>
  entries.toSpliced(place, 0, turnBytes(random.between(1e6, 2e6)));
const withAnother = ({ entries, place, random }: Target) => entries.with(place, turnBytes(random.between(1e6, 2e6)));
const doubled = ({ entries, place }: Target) => entries.toSpliced(place, 0, entries[place] ?? new Uint8Array());
const swapped = ({ entries, place }: Target) => {
  const other = (place + 1) % entries.length;
  const [here, there] = [entries[place] ?? new Uint8Array(), entries[other] ?? new Uint8Array()];
  return entries.with(place, there).with(other, here);
};
/** Every entry has the index of another. */
const renumbered = ({ entries, place }: Target) => [...entries.slice(place + 1), ...entries.slice(0, place + 1)];
const changes = { delete: without, insert: withMore, reorder: swapped, duplicate: doubled, renumber: renumbered };

const byDisk = Object.entries(changes).flatMap(([name, change]): [string, Attack][] => [
  [`${name} entries`, (target) => underOldTiles(target, change(target))],
  [`${name} entries and rehash the tree`, (target) => underOldNotes(target, change(target))],
]);
const bySigning = Object.entries({ ...changes, exchange: withAnother }).flatMap(
  ([name, change]): [string, Attack][] => [
    [`${name} entries and sign with another key`, (target) => rewritten(change(target), thief)],
    [`fork with the stolen key: ${name} entries`, (target) => rewritten(change(target))],
  ],
);
const kinds: readonly [string, Attack][] = [
  ...byDisk,
  ...bySigning,
  ['cut the tail', async (target) => underOldNotes(target, target.entries.slice(0, target.heldSize - 1))],
  ['put an older copy in place', async ({ entries, place }) => rewritten(entries.slice(0, Math.max(1, place)))],
  ['sign the honest entries with another key', async ({ entries }) => rewritten(entries, thief)],
];

async function givenTarget(seed: number): Promise<Target> {
  const random = createSeededRandom(seed);
  const count = random.between(6, 24);
  const entries = Array.from({ length: count }, (_, index) => turnBytes(seed * 100 + index));
  const heldSize = random.between(2, count);
  const edge = createTreeEdge(0, () => emptyRoot);
  for (const bytes of entries.slice(0, heldSize)) edge.append(leafHash(bytes));
  // The last entry it speaks of may move with its neighbour outside of it.
  const place = random.between(0, heldSize - 2);
  const held = signer.sign(heldSize, edge.root());
  return { entries, honest: await rewritten(entries), held, heldSize, place, random };
}

/** What a kiosk does on its next visit: it asks for a proof that what it holds is the beginning of what it is shown. */
function isConsistent(held: string, shown: MemoryLog): boolean {
  const text = (path: string): string => Buffer.from(shown.files.get(path) ?? []).toString('utf8');
  const [before, now] = [parseCheckpoint(held), parseCheckpoint(text('checkpoint'))];
  if (now.size < before.size) return false;
  const leaves = Buffer.from(shown.files.get(`tile/0/000.p/${now.size}`) ?? []);
  const node = (level: number, index: number): Uint8Array => {
    const edge = createTreeEdge(0, () => emptyRoot);
    const [from, to] = [index * 2 ** level, (index + 1) * 2 ** level];
    for (let leaf = from; leaf < to; leaf += 1) edge.append(leaves.subarray(leaf * 32, leaf * 32 + 32));
    return edge.root();
  };
  const proof = consistencyProof(before.size, now.size, node);
  const verdict = verifyConsistency({
    size1: before.size,
    size2: now.size,
    root1: before.root,
    root2: now.root,
    proof,
  });
  return verdict.kind === 'verified';
}

describe('somebody who holds one earlier checkpoint', () => {
  it('finds nothing in a log that only grew', async () => {
    const { honest, held } = await givenTarget(1);
    expect(await verifyPublishedLog(honest, signer.vkey, { held: [held] })).toMatchObject({ ok: true, findings: [] });
    expect(isConsistent(held, honest)).toBe(true);
  });

  it(`finds every one of ${attacks} attacks on the structure of the log`, { timeout: 1_200_000 }, async () => {
    const missed: string[] = [];
    for (let seed = 0; seed < attacks; seed += 1) {
      const [name, attack] = kinds[seed % kinds.length] ?? kinds[0] ?? [];
      if (name === undefined || attack === undefined) throw new Error('no attack');
      const target = await givenTarget(seed);
      const harmed = await attack(target);
      const report = await verifyPublishedLog(harmed, signer.vkey, { held: [target.held] });
      if (report.ok) missed.push(`${seed}: ${name}`);
    }
    process.stdout.write(`structural attacks: ${attacks - missed.length} of ${attacks} found, ${kinds.length} kinds\n`);
    expect(missed).toEqual([]);
  });

  it('is shown no proof for a history that was rewritten with the stolen key', async () => {
    const forks = kinds.filter(([name]) => name.startsWith('fork') || name.includes('older'));
    for (const [seed, [name, attack]] of forks.entries()) {
      const target = await givenTarget(1_000 + seed);
      const harmed = await attack(target);
      // The log by itself is flawless: only what was kept outside tells.
      expect([name, (await verifyPublishedLog(harmed, signer.vkey)).ok]).toEqual([name, true]);
      expect([name, isConsistent(target.held, harmed)]).toEqual([name, false]);
    }
  });
});
