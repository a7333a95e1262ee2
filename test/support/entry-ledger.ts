import type { LogEntry } from '../../src/audit/entry-format.ts';

/** What must stand in the log, as a client knows it from what it was answered. */
export interface EntryLedger {
  /** One entry for a call, however often it is sent: `call` is what makes it the same one. */
  expect(call: string, label: string): void;
  /** How the log differs: labels that are not there, and labels nobody asked for. */
  compare(entries: Iterable<LogEntry>): { readonly missing: readonly string[]; readonly extra: readonly string[] };
  readonly size: number;
}

export function createEntryLedger(): EntryLedger {
  const expected = new Map<string, string>();
  return {
    expect: function expectEntry(call, label) {
      const before = expected.get(call);
      if (before !== undefined && before !== label) throw new Error(`One call, two acts: ${before}, ${label}`);
      expected.set(call, label);
    },
    compare: function compareWithLog(entries) {
      const open = new Map<string, number>();
      for (const label of expected.values()) open.set(label, (open.get(label) ?? 0) + 1);
      const extra: string[] = [];
      for (const entry of entries) {
        const label = labelOf(entry);
        const left = open.get(label) ?? 0;
        if (left === 0) extra.push(label);
        else open.set(label, left - 1);
      }
      const missing = [...open].flatMap(([label, left]) => Array.from({ length: left }, () => label));
      return { missing, extra };
    },
    get size() {
      return expected.size;
    },
  };
}

/** The act, what it was done to, and which of its kind it was. */
function labelOf(entry: LogEntry): string {
  const about = 'conversation' in entry ? entry.conversation : 'subject' in entry ? entry.subject : undefined;
  return [entry.kind, about, detailOf(entry)].filter((part) => part !== undefined).join(' ');
}

function detailOf(entry: LogEntry): string | undefined {
  switch (entry.kind) {
    case 'turn':
      return String(entry.turn);
    case 'consent':
      return `${entry.purpose} ${entry.granted}`;
    case 'handover-claimed':
    case 'handover-returned':
    case 'handover-resolved':
      return entry.handover;
    case 'log-read':
      return entry.index === undefined ? entry.what : `${entry.what} ${entry.index}`;
    case 'value-revealed':
      return entry.placeholder;
    case 'reveal-refused':
    case 'sign-in-refused':
      return entry.cause;
    default:
      return undefined;
  }
}
