/** What a counter stood at, at one moment: of everything, and of the part that is looked at. */
export interface CounterPoint {
  /** Milliseconds. */
  readonly at: number;
  readonly all: number;
  readonly part: number;
}

/** Points a span of time is told apart by; what is kept is bounded by it. */
const RESOLUTION = 120;

/** Where a counter stood over a span of time, in bounded memory. */
export interface CounterHistory {
  add(point: CounterPoint): void;
  /** How much was counted between two moments; the earlier is taken at the last point before it, if there is one. */
  growth(from: number, to: number): { readonly all: number; readonly part: number };
}

/** @param begun where counting began: growth before it counts as none */
export function createCounterHistory(spanMs: number, begun: CounterPoint): CounterHistory {
  const step = spanMs / RESOLUTION;
  let kept: CounterPoint[] = [begun];
  let latest = begun;
  const pointAt = (at: number): CounterPoint => {
    if (latest.at <= at) return latest;
    return kept.findLast((point) => point.at <= at) ?? kept[0] ?? begun;
  };
  return {
    add: function addPoint(point) {
      // A clock that was set back: what lies ahead of it says nothing of the time that now comes.
      if (point.at < latest.at) kept = [point];
      latest = point;
      const last = kept.at(-1);
      if (last === undefined || point.at - last.at >= step) kept.push(point);
      // One point from before the span stays, as what the span began with.
      while ((kept[1]?.at ?? point.at) < point.at - spanMs) kept.shift();
    },
    growth: function growthBetween(from, to) {
      const [first, last] = [pointAt(from), pointAt(to)];
      return { all: last.all - first.all, part: last.part - first.part };
    },
  };
}
