import type { LogEntry } from '../../audit/entry-format.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { priorities } from '../../conversation/outcome.ts';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { Ledger, LedgerRecord, RememberedCall } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createWriter } from './apply-write.ts';
import { createConsentGuard } from './consent-rows.ts';
import { createFieldBoxes } from './field-boxes.ts';
import { createAnswerFinder } from './find-answer.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createSubjectLookup } from './subject-lookup.ts';
import { toApplianceError } from './to-appliance-error.ts';

/** The part of the log the ledger needs; called inside the ledger's transaction. */
export interface AppendLog {
  append(entries: readonly LogEntry[]): readonly Receipt[];
  reload(): void;
}

interface Waiting {
  readonly record: LedgerRecord<unknown>;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Most records one transaction takes, so that the first of them does not wait for all. */
const BATCH = 64;

/**
 * Opens the ledger on a database. Records that wait while a batch is being gathered share one transaction, one
 * checkpoint and one fsync (group commit).
 */
export function openLedger(ports: LedgerPorts): Ledger {
  const { database, log } = ports;
  const guard = createGuard(ports);
  const transaction = database.transaction(createSeal(ports, guard));
  const sealInto = (records: readonly Waiting[]): void => {
    const answers = transaction.immediate(records.map((one) => one.record));
    for (const [index, one] of records.entries()) one.resolve(answers[index]);
  };
  const sealAlone = (one: Waiting): void => {
    try {
      if (guard.admit(one)) sealInto([one]);
    } catch (error) {
      log.reload();
      one.reject(toApplianceError(error));
    }
  };
  const batch = createBatch((waiting) => {
    const ready = waiting.filter((one) => guard.admit(one));
    if (ready.length === 0) return;
    try {
      sealInto(ready);
    } catch (error) {
      log.reload();
      // One bad record must not take its neighbours with it: each is tried alone.
      if (ready.length > 1) for (const one of ready) sealAlone(one);
      else for (const one of ready) one.reject(toApplianceError(error));
    }
  });
  return {
    commit: function commitRecord<T>(record: LedgerRecord<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        batch.add({ record, resolve: (answer) => resolve(answer as T), reject });
      });
    },
    noteSentences: createNoteSentences(ports),
  };
}

interface LedgerPorts {
  readonly database: SqliteDatabase;
  readonly log: AppendLog;
  readonly keys: SubjectKeys;
  readonly now: () => Date;
}

/** Gathers what comes in one turn of the event loop, and hands it on together. */
function createBatch(flush: (waiting: readonly Waiting[]) => void): { add(one: Waiting): void } {
  const waiting: Waiting[] = [];
  let scheduled = false;
  const run = (): void => {
    scheduled = false;
    flush(waiting.splice(0, BATCH));
    if (waiting.length > 0) schedule();
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(run);
  };
  return {
    add: function addToBatch(one) {
      waiting.push(one);
      schedule();
    },
  };
}

/** What happens inside the transaction: entries, then for each record its writes, then the answer to remember. */
function createSeal(
  { database, log, keys, now }: LedgerPorts,
  guard: Pick<ReturnType<typeof createGuard>, 'waitingAhead' | 'refuseStale' | 'refuseUngranted'>,
) {
  const writer = createWriter(database, keys);
  const remember = database.prepare(
    'INSERT INTO answers (key_id, key, request_hash, at, subject, answer) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const rememberAnswer = (call: RememberedCall, subject: string, answer: unknown): void => {
    const place = { subject, field: 'answers.answer', row: [call.keyId, call.key] } as const;
    const box = boxes.closeText(place, JSON.stringify(answer));
    remember.run(call.keyId, call.key, call.requestHash, now().toISOString(), subject, box);
  };
  return function sealRecords(records: readonly LedgerRecord<unknown>[]): readonly unknown[] {
    const receipts = log.append(records.map((record) => record.entry));
    return records.map((record, index) => {
      const receipt = receipts[index];
      if (receipt === undefined) throw new ApplianceError('store-failed', 'Cannot seal: the log gave no receipt');
      // A record before it in the batch may have moved the same conversation.
      guard.refuseStale(record);
      guard.refuseUngranted(record);
      const { writes, answer } = record.build({ receipt, waitingAhead: guard.waitingAhead });
      for (const write of writes) writer.apply(write);
      for (const call of [record.idempotency ?? [], record.alsoAnswers ?? []].flat()) {
        rememberAnswer(call, subjects.ofEntry(record.entry), answer);
      }
      return answer;
    });
  };
}

function createNoteSentences({ database, keys }: LedgerPorts): Ledger['noteSentences'] {
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const note = database.prepare(
    `INSERT INTO open_turns (conversation, turn, at, question, sentences, answers) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sentences = excluded.sentences`,
  );
  return async function noteSentences(open) {
    try {
      const { conversation, turn, at, question, sentences, answers } = open;
      const subject = subjects.ofConversation(conversation);
      const row = [conversation, turn];
      const asked = boxes.closeText({ subject, field: 'open_turns.question', row }, question);
      const said = boxes.closeText({ subject, field: 'open_turns.sentences', row }, JSON.stringify(sentences));
      note.run(conversation, turn, at, asked, said, JSON.stringify(answers));
    } catch (error) {
      throw toApplianceError(error);
    }
  };
}

/** Looks at what must hold before a record may be written, so that a refused one never reaches the log. */
function createGuard({ database, keys }: LedgerPorts) {
  const version = database.prepare<[string], { version: number }>('SELECT version FROM conversations WHERE id = ?');
  const findAnswer = createAnswerFinder(database, keys);
  const ahead = database
    .prepare<[string, number], number>(
      "SELECT count(*) FROM handovers WHERE state = 'waiting' AND queue = ? AND priority <= ?",
    )
    .pluck();
  const mayRemember = createConsentGuard(database);
  const refuseUngranted = ({ needs }: LedgerRecord<unknown>): void => {
    if (
      needs === undefined ||
      mayRemember({ subject: needs.subject, conversation: needs.conversation }, needs.purposes)
    )
      return;
    throw new ApplianceError('not-allowed-now', 'The customer has not agreed to this');
  };
  const seen = (one: Waiting): boolean => {
    const { idempotency } = one.record;
    const stored = idempotency ? findAnswer(idempotency.keyId, idempotency.key) : undefined;
    if (stored === undefined || idempotency === null) return false;
    if (stored.requestHash === idempotency.requestHash) one.resolve(stored.answer);
    else one.reject(new ApplianceError('idempotency-mismatch', 'This Idempotency-Key belongs to another request'));
    return true;
  };
  const refuseStale = ({ expects }: LedgerRecord<unknown>): void => {
    if (expects === null || version.get(expects.conversation)?.version === expects.version) return;
    throw new ApplianceError('version-conflict', 'The conversation has moved on; read it again and repeat the call');
  };
  return {
    refuseStale,
    refuseUngranted,
    admit: function admitRecord(one: Waiting): boolean {
      try {
        if (seen(one)) return false;
        refuseStale(one.record);
        refuseUngranted(one.record);
        return true;
      } catch (error) {
        one.reject(toApplianceError(error));
        return false;
      }
    },
    waitingAhead: (queue: string, priority: (typeof priorities)[number]) =>
      ahead.get(queue, priorities.indexOf(priority)) ?? 0,
  };
}
