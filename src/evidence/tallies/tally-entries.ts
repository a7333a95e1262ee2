import { countUp, type TalliedEntry, type Tally, toCounts } from './tally.ts';

/** Where an entry stands, so that somebody can look it up and prove it. */
export interface EntryPlace {
  readonly index: number;
  readonly leaf: string;
  readonly at: string;
}

export interface EntryReport {
  readonly entries: number;
  readonly kinds: Readonly<
    Record<string, { readonly count: number; readonly first: EntryPlace; readonly last: EntryPlace }>
  >;
  readonly firstStart: EntryPlace | null;
  readonly starts: number;
  /** Starts with no stop since the last one: the process was cut off, or the machine was. */
  readonly startsWithoutStop: number;
}

/** What the log holds of each kind, and whether the appliance's own life is in it from its first start. */
export function createEntryTally(): Tally<EntryReport> {
  const kinds = new Map<string, { count: number; first: EntryPlace; last: EntryPlace }>();
  let entries = 0;
  let starts = 0;
  let startsWithoutStop = 0;
  let running = false;
  return {
    add({ index, leaf, entry }) {
      entries += 1;
      const place = { index, leaf, at: entry.at };
      const known = kinds.get(entry.kind);
      kinds.set(entry.kind, { count: (known?.count ?? 0) + 1, first: known?.first ?? place, last: place });
      if (entry.kind === 'appliance-started') {
        starts += 1;
        if (running) startsWithoutStop += 1;
        running = true;
      }
      if (entry.kind === 'appliance-stopped') running = false;
    },
    report: () => ({
      entries,
      kinds: Object.fromEntries([...kinds].sort(([one], [other]) => (one < other ? -1 : 1))),
      firstStart: kinds.get('appliance-started')?.first ?? null,
      starts,
      startsWithoutStop,
    }),
  };
}

export interface ClockReport {
  readonly entries: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Entries that say an earlier time than one before them; order is by index, whatever the clock said. */
  readonly backwards: readonly {
    readonly index: number;
    readonly at: string;
    readonly after: string;
    readonly ms: number;
  }[];
  readonly backwardsCount: number;
}

/** More tells an auditor nothing else. */
const MOST_JUMPS = 1_000;

/** Where the clock of the machine ran backwards. */
export function createClockTally(): Tally<ClockReport> {
  const backwards: ClockReport['backwards'][number][] = [];
  let entries = 0;
  let count = 0;
  let first: string | null = null;
  let last: string | null = null;
  return {
    add({ index, entry: { at } }) {
      entries += 1;
      first ??= at;
      // Times have one spelling, so that their texts sort as they do.
      if (last !== null && at < last) {
        count += 1;
        if (backwards.length < MOST_JUMPS)
          backwards.push({ index, at, after: last, ms: Date.parse(last) - Date.parse(at) });
      } else last = at;
    },
    report: () => ({ entries, first, last, backwards, backwardsCount: count }),
  };
}

export interface RedactionReport {
  readonly turns: number;
  /** Turns in which a value of the type was masked, by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly days: readonly { readonly day: string; readonly type: string; readonly turns: number }[];
}

/** What was masked, by type and day; values are nowhere in the log. */
export function createRedactionTally(): Tally<RedactionReport> {
  const types = new Map<string, number>();
  const days = new Map<string, number>();
  let turns = 0;
  return {
    add({ entry }: TalliedEntry) {
      if (entry.kind !== 'turn') return;
      turns += 1;
      for (const type of new Set(entry.entityTypes)) {
        countUp(types, type);
        countUp(days, `${entry.at.slice(0, 10)} ${type}`);
      }
    },
    report: () => ({
      turns,
      types: toCounts(types),
      days: Object.entries(toCounts(days)).map(([key, count]) => ({
        day: key.slice(0, 10),
        type: key.slice(11),
        turns: count,
      })),
    }),
  };
}
