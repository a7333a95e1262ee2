import { entryBytes } from '../../src/audit/entry-format.ts';
import { growLog, newLogSigner } from './grown-log.ts';
import type { LyingLog } from './published-folder.ts';
import type { SeededRandom } from './seeded-random.ts';

const signer = newLogSigner();

function entryOf(random: SeededRandom, place: number): Uint8Array {
  return entryBytes({
    v: 1,
    at: `2026-11-21T09:00:00.${String(place % 1000).padStart(3, '0')}Z`,
    actor: { role: 'agent', key: `k_${random.letters(4)}` },
    kind: 'takeover',
    conversation: `c_${random.letters(8)}`,
  });
}

const signed = (entries: readonly Uint8Array[], size: number, by = signer) => ({
  size,
  note: growLog(entries.slice(0, size), by).checkpoint(),
});

/** A log as an appliance leaves it: a few checkpoints on the way and one at the end, some of them held outside. */
export function givenLyingLog(random: SeededRandom, size: number): LyingLog {
  const entries = Array.from({ length: size }, (_, place) => entryOf(random, place));
  const sizes = new Set([random.between(0, size), random.between(0, size), size].sort((a, b) => a - b));
  const checkpoints = [...sizes].map((one) => signed(entries, one));
  const held = random.between(0, 1) === 1 ? checkpoints.slice(0, 1).map(({ note }) => note) : [];
  return { vkey: signer.vkey, entries, hashed: entries, checkpoints, held };
}

interface Attack {
  readonly name: string;
  /** The log after somebody was at it; undefined where it is too short for that. */
  change(log: LyingLog, random: SeededRandom): LyingLog | undefined;
}

const flipped = (bytes: Uint8Array, random: SeededRandom): Uint8Array => {
  const other = Uint8Array.from(bytes);
  // In a value: what is no JSON any more is no entry that could be read back.
  const at = Buffer.from(bytes).indexOf('"c_') + 3 + random.between(0, 7);
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
};

/** Leaves at least two entries to play with. */
const onEntries =
  (change: (entries: Uint8Array[], at: number, random: SeededRandom) => void) =>
  (log: LyingLog, random: SeededRandom): LyingLog => {
    const whole = log.entries.length < 2 ? givenLyingLog(random, 20) : log;
    const entries = [...whole.entries];
    change(entries, random.between(0, entries.length - 2), random);
    return { ...whole, entries, hashed: random.between(0, 1) === 1 ? entries : whole.hashed };
  };

export const attacks: readonly Attack[] = [
  {
    name: 'a flipped bit',
    change: onEntries((entries, at, random) => {
      entries[at] = flipped(entries[at] ?? new Uint8Array(), random);
    }),
  },
  { name: 'a deleted entry', change: onEntries((entries, at) => void entries.splice(at, 1)) },
  {
    name: 'an inserted entry',
    change: onEntries((entries, at, random) => void entries.splice(at, 0, entryOf(random, 7))),
  },
  {
    name: 'a doubled entry',
    change: onEntries((entries, at) => void entries.splice(at, 0, ...entries.slice(at, at + 1))),
  },
  {
    name: 'two exchanged entries',
    change: onEntries((entries, at) => void entries.splice(at, 2, ...entries.slice(at, at + 2).reverse())),
  },
  { name: 'a tail cut off', change: onEntries((entries) => void entries.pop()) },
  {
    name: 'an older copy',
    change(_log, random) {
      const now = givenLyingLog(random, random.between(20, 60));
      const entries = now.entries.slice(0, random.between(1, 19));
      const held = [signed(now.entries, now.entries.length).note];
      return { ...now, entries, hashed: entries, checkpoints: [signed(entries, entries.length)], held };
    },
  },
  {
    name: 'a history written anew with the right key',
    change(_log, random) {
      const before = givenLyingLog(random, random.between(2, 60));
      const entries = before.entries.with(0, entryOf(random, 9));
      const held = [signed(before.entries, random.between(1, before.entries.length)).note];
      return { ...before, entries, hashed: entries, checkpoints: [signed(entries, entries.length)], held };
    },
  },
  {
    name: 'signed by another key',
    change(log) {
      const checkpoints = [signed(log.entries, log.entries.length, newLogSigner())];
      return { ...log, checkpoints };
    },
  },
  {
    name: 'a checkpoint under another size',
    change(_log, random) {
      const log = givenLyingLog(random, 30);
      const other = { size: 12, note: signed(log.entries, 11).note };
      return { ...log, checkpoints: [other, signed(log.entries, 30)] };
    },
  },
  {
    name: 'a flipped byte of a checkpoint',
    change(_log, random) {
      const log = givenLyingLog(random, 30);
      const { note } = signed(log.entries, 30);
      const at = random.between(0, note.length - 1);
      const other = note.charAt(at) === 'A' ? 'B' : 'A';
      return {
        ...log,
        checkpoints: [{ size: 30, note: `${note.slice(0, at)}${other}${note.slice(at + 1)}` }],
        held: [],
      };
    },
  },
  {
    name: 'hashes of other entries',
    change(_log, random) {
      const log = givenLyingLog(random, 30);
      return { ...log, hashed: log.entries.with(random.between(0, 29), entryOf(random, 3)) };
    },
  },
];
