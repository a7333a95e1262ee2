/** What can be wrong with a stored log. */
export type LogFindingCode =
  | 'entry-not-canonical'
  | 'leaf-mismatch'
  | 'column-mismatch'
  | 'index-gap'
  | 'entries-missing'
  | 'tree-node-mismatch'
  | 'root-mismatch'
  | 'signature-invalid'
  | 'checkpoint-missing'
  | 'cosignature-missing'
  | 'bundle-malformed'
  | 'line-malformed'
  | 'segment-mismatch'
  | 'segment-missing'
  | 'segment-changed'
  | 'lost-by-restore'
  | 'storage-unreadable';

/** One thing wrong with a stored log. `index` is the entry, node or tree size it is about. */
export interface LogFinding {
  readonly code: LogFindingCode;
  readonly index?: number;
  readonly detail: string;
}

export interface LogFindings {
  readonly list: readonly LogFinding[];
  add(code: LogFindingCode, detail: string, index?: number): void;
  omitted(): number;
}

/** One altered entry breaks every later checkpoint: a few of each code say all, and memory stays constant. */
const mostOfOneCode = 20;

/** Collects findings in the order they are met, the first of each code in full. */
export function createLogFindings(): LogFindings {
  const list: LogFinding[] = [];
  const counts = new Map<LogFindingCode, number>();
  let omitted = 0;
  return {
    list,
    add(code: LogFindingCode, detail: string, index?: number): void {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count > mostOfOneCode) omitted += 1;
      else list.push(index === undefined ? { code, detail } : { code, index, detail });
    },
    omitted: () => omitted,
  };
}
