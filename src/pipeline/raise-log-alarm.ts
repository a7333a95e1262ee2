import { verifyCheckpoint } from '../audit/checkpoint-verifier.ts';
import type { LogAlarmCode } from '../audit/log-alarm.ts';
import { toOwnNote } from '../audit/note-verifier.ts';
import type { Call } from './appliance.ts';
import { idempotencyOf, toActor } from './recorded-call.ts';
import type { Stages } from './stages.ts';

/** What a watcher outside found: two checkpoints that do not go together, as it has them. */
export interface LogAlarmReport {
  readonly code: LogAlarmCode;
  readonly held: string | null;
  readonly shown: string | null;
}

/** @throws {ApplianceError} `idempotency-mismatch`, `store-full`, `store-failed` */
export type RaiseLogAlarm = (report: LogAlarmReport, call: Call) => Promise<{ readonly index: number }>;

export interface RaiseLogAlarmPorts {
  readonly stages: Pick<Stages, 'ledger' | 'now'>;
  readonly vkey: string;
  readonly observe: { logAlarmRaised(event: { readonly code: string }): void };
}

export function createRaiseLogAlarm({ stages, vkey, observe }: RaiseLogAlarmPorts): RaiseLogAlarm {
  /** Only what this log signed goes on the record: anything else is text somebody sent. */
  function signedNote(note: string | null): string | undefined {
    return note !== null && verifyCheckpoint(note, vkey).kind === 'verified' ? toOwnNote(note, vkey) : undefined;
  }

  return async function raiseLogAlarm({ code, held, shown }, call) {
    const notes = Object.entries({ held: signedNote(held), shown: signedNote(shown) });
    let isFirst = false;
    const answer = await stages.ledger.commit({
      entry: {
        v: 2,
        at: stages.now().toISOString(),
        actor: toActor(call),
        kind: 'log-alarm',
        code,
        ...Object.fromEntries(notes.filter(([, note]) => note !== undefined)),
      },
      expects: null,
      idempotency: idempotencyOf(call),
      build({ receipt }) {
        isFirst = true;
        return { writes: [], answer: { index: receipt.index } };
      },
    });
    // A repeat is the same alarm.
    if (isFirst) observe.logAlarmRaised({ code });
    return answer;
  };
}
