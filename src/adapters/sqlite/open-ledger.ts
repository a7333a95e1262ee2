import type { LogEntry } from '../../audit/entry-format.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { priorities } from '../../conversation/outcome.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { Ledger, LedgerRecord, SealContext } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createWriter } from './apply-write.ts';
import type { SqliteDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

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
export function openLedger(ports: {
  readonly database: SqliteDatabase;
  readonly log: AppendLog;
  readonly keys: SubjectKeys;
  readonly now: () => Date;
}): Ledger {
  const { database, log } = ports;
  const writer = createWriter(database, ports.keys);
  const guard = createGuard(database);
  const remember = database.prepare(
    'INSERT INTO answers (key_id, key, request_hash, at, answer) VALUES (?, ?, ?, ?, ?)',
  );
  const noteOpen = database.prepare(
    'INSERT INTO open_turns (conversation, turn, at, question, sentences) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET sentences = excluded.sentences',
  );
  const waiting: Waiting[] = [];
  let scheduled = false;

  const seal = (records: readonly LedgerRecord<unknown>[]): readonly unknown[] => {
    const receipts = log.append(records.map((record) => record.entry));
    return records.map((record, index) => {
      const receipt = receipts[index];
      if (receipt === undefined) throw new ApplianceError('store-failed', 'Cannot seal: the log gave no receipt');
      const { writes, answer } = record.build(contextOf(receipt, guard.waitingAhead));
      for (const write of writes) writer.apply(write);
      const { idempotency } = record;
      if (idempotency) {
        remember.run(
          idempotency.keyId,
          idempotency.key,
          idempotency.requestHash,
          ports.now().toISOString(),
          JSON.stringify(answer),
        );
      }
      return answer;
    });
  };
  const transaction = database.transaction(seal);

  const flush = (): void => {
    scheduled = false;
    const batch = waiting.splice(0, BATCH);
    if (waiting.length > 0) schedule();
    const ready = batch.filter((one) => guard.admit(one));
    try {
      const answers = ready.length > 0 ? transaction.immediate(ready.map((one) => one.record)) : [];
      for (const [index, one] of ready.entries()) one.resolve(answers[index]);
    } catch (error) {
      log.reload();
      // One bad record must not take its neighbours with it: each is tried alone.
      if (ready.length > 1) for (const one of ready) sealAlone(one);
      else for (const one of ready) one.reject(toApplianceError(error));
    }
  };
  const sealAlone = (one: Waiting): void => {
    try {
      if (guard.admit(one)) one.resolve(transaction.immediate([one.record])[0]);
    } catch (error) {
      log.reload();
      one.reject(toApplianceError(error));
    }
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };

  return {
    commit: function commitRecord<T>(record: LedgerRecord<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ record, resolve: (answer) => resolve(answer as T), reject });
        schedule();
      });
    },
    noteSentences: async function noteSentencesOfOpenTurn(open) {
      try {
        noteOpen.run(open.conversation, open.turn, open.at, open.question, JSON.stringify(open.sentences));
      } catch (error) {
        throw toApplianceError(error);
      }
    },
  };
}

/** Looks at what must hold before a record may be written, so that a refused one never reaches the log. */
function createGuard(database: SqliteDatabase) {
  const version = database.prepare<[string], { version: number }>('SELECT version FROM conversations WHERE id = ?');
  const answer = database.prepare<[string, string], { request_hash: string; answer: string }>(
    'SELECT request_hash, answer FROM answers WHERE key_id = ? AND key = ?',
  );
  const ahead = database.prepare<[string, number], number>(
    "SELECT count(*) FROM handovers WHERE state = 'waiting' AND queue = ? AND priority <= ?",
  );
  const seen = (one: Waiting): boolean => {
    const { idempotency } = one.record;
    const row = idempotency ? answer.get(idempotency.keyId, idempotency.key) : undefined;
    if (row === undefined || idempotency === null) return false;
    if (row.request_hash === idempotency.requestHash) one.resolve(parseJson(row.answer));
    else one.reject(new ApplianceError('idempotency-mismatch', 'This Idempotency-Key belongs to another request'));
    return true;
  };
  const stale = (one: Waiting): boolean => {
    const { expects } = one.record;
    if (expects === null || version.get(expects.conversation)?.version === expects.version) return false;
    one.reject(
      new ApplianceError('version-conflict', 'The conversation has moved on; read it again and repeat the call'),
    );
    return true;
  };
  return {
    admit: function admitRecord(one: Waiting): boolean {
      try {
        return !(seen(one) || stale(one));
      } catch (error) {
        one.reject(toApplianceError(error));
        return false;
      }
    },
    waitingAhead: (queue: string, priority: (typeof priorities)[number]) =>
      Number(ahead.pluck().get(queue, priorities.indexOf(priority)) ?? 0),
  };
}

function contextOf(receipt: Receipt, waitingAhead: SealContext['waitingAhead']): SealContext {
  return { receipt, waitingAhead };
}

function toApplianceError(error: unknown): ApplianceError {
  if (error instanceof ApplianceError) return error;
  const { code } = toStoreError(error);
  return code === 'store-full'
    ? new ApplianceError('store-full', 'The appliance cannot store anything more; nothing of this call was done', {
        cause: error,
      })
    : new ApplianceError('store-failed', 'The appliance could not store this call; nothing of it was done', {
        cause: error,
      });
}
