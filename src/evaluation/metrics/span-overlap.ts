/** A run of text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What one text holds and what was found in it. */
export interface SpanCase {
  readonly text: string;
  readonly expected: readonly Span[];
  readonly found: readonly Span[];
}

export interface SpanFigures {
  /** Share of the expected spans of which every letter and digit was found, 0–1; null for none. */
  readonly recall: number | null;
  /** Share of the found spans that touch an expected one, 0–1; null for none. */
  readonly precision: number | null;
  /** Recall counting twice as much as precision; null where either is. */
  readonly f2: number | null;
  readonly expected: number;
  readonly found: number;
}

/** A missed name is worse than a masked word, so that recall weighs more (F2), and a span left half open counts as missed. */
export function spanFiguresOf(cases: readonly SpanCase[]): SpanFigures {
  let [expected, covered, found, right] = [0, 0, 0, 0];
  for (const one of cases) {
    expected += one.expected.length;
    covered += one.expected.filter((span) => isCovered(span, one)).length;
    found += one.found.length;
    right += one.found.filter((span) => one.expected.some((other) => overlaps(span, other))).length;
  }
  const recall = expected === 0 ? null : covered / expected;
  const precision = found === 0 ? null : right / found;
  return { recall, precision, f2: f2Of(recall, precision), expected, found };
}

function f2Of(recall: number | null, precision: number | null): number | null {
  if (recall === null || precision === null) return null;
  return recall + precision === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall);
}

/** True when every letter and digit of a span was found. */
export function isCovered({ start, end }: Span, { text, found }: SpanCase): boolean {
  for (let at = start; at < end; at += 1) {
    const matters = /[\p{L}\p{N}]/u.test(text[at] ?? '');
    if (matters && !found.some((span) => span.start <= at && at < span.end)) return false;
  }
  return true;
}

function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
