import type { AlertWhen } from '../policy/alerts-schema.ts';
import { type CounterHistory, createCounterHistory } from './counter-history.ts';
import { type AlertReadings, samplesWhere, sumOf } from './read-samples.ts';

/** Asked again and again as time goes on; remembers what it needs to compare. @param at milliseconds */
export type WatchCondition = (read: AlertReadings, at: number) => boolean;

const MINUTE_MS = 60_000;
type CounterWhen = Extract<AlertWhen, { withinMinutes: number }>;

/** @param begun when counters were at zero: the start of the process; null takes them as they are first seen */
export function createWatchCondition(when: AlertWhen, begun: number | null): WatchCondition {
  switch (when.kind) {
    case 'part':
      return (read) => when.is.includes(read.state(when.part) ?? '');
    case 'gauge':
      return (read) => isBeyond(when, read);
    case 'growth':
    case 'share':
    case 'jump':
      return watchCounter(when, begun);
  }
}

function isBeyond(when: Extract<AlertWhen, { kind: 'gauge' }>, read: AlertReadings): boolean {
  const samples = samplesWhere(read.samples(when.metric), when.where);
  const values = samples.map(({ value }) => value).filter(Number.isFinite);
  // Nothing was measured: nothing is known, which is neither too much nor too little.
  if (values.length === 0) return false;
  const value = when.take === 'max' ? Math.max(...values) : sumOf(samples);
  return when.above === undefined ? value < (when.below ?? 0) : value > when.above;
}

function watchCounter(when: CounterWhen, begun: number | null): WatchCondition {
  const span = ('comparedMinutes' in when ? when.comparedMinutes + when.withinMinutes : when.withinMinutes) * MINUTE_MS;
  let history: CounterHistory | null =
    begun === null ? null : createCounterHistory(span, { at: begun, all: 0, part: 0 });
  return function watchGrowth(read, at) {
    const samples = read.samples(when.metric);
    const among = 'among' in when ? samplesWhere(samples, when.among) : samples;
    const point = { at, all: sumOf(among), part: sumOf(samplesWhere(among, when.where)) };
    history ??= createCounterHistory(span, point);
    history.add(point);
    return judge(when, history, at);
  };
}

function judge(when: CounterWhen, history: CounterHistory, at: number): boolean {
  const from = at - when.withinMinutes * MINUTE_MS;
  const recent = history.growth(from, at);
  if (when.kind === 'growth') return recent.part >= when.atLeast;
  if (recent.all < when.atLeast) return false;
  const share = recent.part / recent.all;
  if (when.kind === 'share') return share > when.above;
  const before = history.growth(from - when.comparedMinutes * MINUTE_MS, from);
  if (before.all < when.atLeast) return false;
  return share > when.above && share >= when.times * (before.part / before.all);
}
