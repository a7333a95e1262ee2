import { countUp, percentile, type Tally, toCounts } from './tally.ts';

/** One handover from the turn that began it to its end. Times in milliseconds after it began; null: not yet. */
export interface HandoverRow {
  readonly reference: string;
  readonly reason: string;
  readonly queue: string;
  readonly priority: string;
  readonly at: string;
  readonly claimedAfterMs: number | null;
  readonly endedAfterMs: number | null;
  readonly end: 'resolved' | 'returned' | null;
  /** What the person said of the assistant, where they did. */
  readonly assistantWasRight: boolean | null;
  readonly index: number;
}

export interface StopRow {
  readonly at: string;
  readonly by: { readonly role: string; readonly key: string };
  readonly resumedAfterMs: number | null;
  readonly index: number;
}

export interface OversightReport {
  readonly turns: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly takeOvers: number;
  readonly personReplies: number;
  /** Handovers a person resolved with the word that the assistant had been wrong. */
  readonly overrides: number;
  readonly claimMs: { readonly n: number; readonly p50: number | null; readonly p95: number | null };
  readonly stops: readonly StopRow[];
  /** Stops by month: the switch is to be tried every month. */
  readonly stopsByMonth: Readonly<Record<string, number>>;
  readonly handovers: readonly HandoverRow[];
}

type Open = { -readonly [Field in keyof HandoverRow]: HandoverRow[Field] };

/** How people looked after what the appliance did. */
export function createOversightTally(): Tally<OversightReport> {
  const outcomes = new Map<string, number>();
  const reasons = new Map<string, number>();
  const acts = new Map<string, number>();
  const handovers = createHandoverTally();
  const stops = createStopTally();
  return {
    add(one) {
      const { entry } = one;
      countUp(acts, entry.kind);
      if (entry.kind === 'turn') {
        countUp(outcomes, entry.outcome);
        if (entry.outcome === 'handed-over') countUp(reasons, entry.reason ?? 'none');
      }
      handovers.add(one);
      stops.add(one);
    },
    report: () => {
      const rows = handovers.report();
      const waits = rows.flatMap(({ claimedAfterMs }) => claimedAfterMs ?? []);
      const thrown = stops.report();
      const months = new Map<string, number>();
      for (const { at } of thrown) countUp(months, at.slice(0, 7));
      return {
        turns: acts.get('turn') ?? 0,
        outcomes: toCounts(outcomes),
        reasons: toCounts(reasons),
        takeOvers: acts.get('takeover') ?? 0,
        personReplies: acts.get('person-replied') ?? 0,
        overrides: rows.filter(({ assistantWasRight }) => assistantWasRight === false).length,
        claimMs: { n: waits.length, p50: percentile(waits, 0.5), p95: percentile(waits, 0.95) },
        stops: thrown,
        stopsByMonth: toCounts(months),
        handovers: rows,
      };
    },
  };
}

function createHandoverTally(): Tally<readonly HandoverRow[]> {
  const handovers = new Map<string, Open>();
  const end = (reference: string, at: string, how: 'resolved' | 'returned'): Open | undefined => {
    const one = handovers.get(reference);
    if (one !== undefined) Object.assign(one, { endedAfterMs: msBetween(one.at, at), end: how });
    return one;
  };
  return {
    add({ index, entry }) {
      const { at } = entry;
      if (entry.kind === 'turn' && entry.handover !== undefined && !handovers.has(entry.handover.reference)) {
        const { reference, queue, priority } = entry.handover;
        const open = { claimedAfterMs: null, endedAfterMs: null, end: null, assistantWasRight: null };
        handovers.set(reference, { reference, reason: entry.reason ?? 'none', queue, priority, at, index, ...open });
      }
      if (entry.kind === 'handover-claimed') {
        const one = handovers.get(entry.handover);
        if (one !== undefined) one.claimedAfterMs ??= msBetween(one.at, at);
      }
      if (entry.kind === 'handover-returned') end(entry.handover, at, 'returned');
      if (entry.kind === 'handover-resolved') {
        const one = end(entry.handover, at, 'resolved');
        if (one !== undefined) one.assistantWasRight = entry.assistantWasRight ?? null;
      }
    },
    report: () => [...handovers.values()],
  };
}

function createStopTally(): Tally<readonly StopRow[]> {
  const stops: { -readonly [Field in keyof StopRow]: StopRow[Field] }[] = [];
  return {
    add({ index, entry }) {
      if (entry.kind === 'stop') stops.push({ at: entry.at, by: entry.actor, resumedAfterMs: null, index });
      const last = stops.at(-1);
      if (entry.kind === 'resume' && last !== undefined) last.resumedAfterMs ??= msBetween(last.at, entry.at);
    },
    report: () => stops,
  };
}

function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
