import type { LogEntry } from '../audit/entry-format.ts';
import type { Call } from './appliance.ts';
import { idempotencyOf } from './recorded-call.ts';
import type { Stages } from './stages.ts';

/** Puts an entry on the record that changes nothing else; with the call it answers, so that a repeat finds it. */
export async function commitEntry(stages: Pick<Stages, 'ledger'>, entry: LogEntry, call?: Call): Promise<void> {
  const idempotency = call ? idempotencyOf(call) : null;
  await stages.ledger.commit({ entry, expects: null, idempotency, build: () => ({ writes: [], answer: null }) });
}
