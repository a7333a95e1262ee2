import { toBase64 } from '../../audit/base64.ts';
import { openEntry, parseSealedEntry } from '../../audit/entry-texts.ts';
import type { StoredEntry } from '../../audit/log-store.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { TalliedEntry } from './tally.ts';
import { createClockTally, createEntryTally, createRedactionTally } from './tally-entries.ts';
import { createOversightTally } from './tally-oversight.ts';
import { createConsentTally, createRequestTally } from './tally-people.ts';
import { createChangeTally, createStaffTally } from './tally-staff.ts';

export type LogTallies = ReturnType<typeof tallyLog>;

/** Everything the reports say about the log, in one pass over its entries. What cannot be read is counted, and told by the verification. */
export function tallyLog(entries: Iterable<StoredEntry>) {
  const tallies = {
    entries: createEntryTally(),
    clock: createClockTally(),
    redaction: createRedactionTally(),
    oversight: createOversightTally(),
    consents: createConsentTally(),
    requests: createRequestTally(),
    staff: createStaffTally(),
    changes: createChangeTally(),
  };
  let unreadable = 0;
  for (const stored of entries) {
    const one = readEntry(stored);
    if (one === undefined) unreadable += 1;
    else for (const tally of Object.values(tallies)) tally.add(one);
  }
  return {
    unreadable,
    entries: tallies.entries.report(),
    clock: tallies.clock.report(),
    redaction: tallies.redaction.report(),
    oversight: tallies.oversight.report(),
    consents: tallies.consents.report(),
    requests: tallies.requests.report(),
    staff: tallies.staff.report(),
    changes: tallies.changes.report(),
  };
}

/** Opened without any text: reports speak of what happened, never of what was said. */
function readEntry({ index, leaf, bytes }: StoredEntry): TalliedEntry | undefined {
  try {
    const sealed = parseSealedEntry(parseJson(Buffer.from(bytes).toString('utf8')));
    return { index, leaf: toBase64(leaf), entry: openEntry(sealed, () => undefined).entry };
  } catch {
    return undefined;
  }
}
