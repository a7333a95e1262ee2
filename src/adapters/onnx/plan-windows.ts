/** Words `from` to `to` (exclusive) are read together; those from `mine` to `until` (exclusive) count from here. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly mine: number;
  readonly until: number;
}

export interface WindowPlan {
  /** Most word pieces of a window, marks of start and end not counted. */
  readonly most: number;
  /** Word pieces on either side of a seam that both windows read. */
  readonly overlap: number;
}

/**
 * Cuts a long text into windows that overlap, at words. Each word counts from the window that reads more around it, so
 * that a name on a seam is read whole in one of them.
 *
 * @param pieces number of word pieces of each word; a word longer than a window has one to itself
 */
export function planWindows(pieces: readonly number[], { most, overlap }: WindowPlan): readonly Window[] {
  const ranges: { readonly from: number; readonly to: number }[] = [];
  let from = 0;
  while (from < pieces.length) {
    const to = endOf(pieces, from, most);
    ranges.push({ from, to });
    if (to >= pieces.length) break;
    from = Math.max(from + 1, startBefore(pieces, to, overlap));
  }
  return ranges.map(({ from: first, to }, index) => {
    const before = ranges[index - 1];
    const after = ranges[index + 1];
    return {
      from: first,
      to,
      mine: before === undefined ? first : middleOf(first, before.to),
      until: after === undefined ? to : middleOf(after.from, to),
    };
  });
}

function endOf(pieces: readonly number[], from: number, most: number): number {
  let to = from;
  let held = 0;
  while (to < pieces.length && (held + (pieces[to] ?? 0) <= most || to === from)) {
    held += pieces[to] ?? 0;
    to += 1;
  }
  return to;
}

function startBefore(pieces: readonly number[], end: number, overlap: number): number {
  let start = end;
  let held = 0;
  while (start > 0 && held + (pieces[start - 1] ?? 0) <= overlap) {
    start -= 1;
    held += pieces[start] ?? 0;
  }
  return start;
}

function middleOf(from: number, to: number): number {
  return Math.floor((from + Math.max(from, to)) / 2);
}
