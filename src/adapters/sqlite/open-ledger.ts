import type { LogEntry } from '../../audit/entry-format.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { Ledger, LedgerRecord, OpenTurn } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createLedgerGuard, type LedgerGuard } from './ledger-guard.ts';
import { createLedgerWriter } from './ledger-writer.ts';
import type { SqliteDatabase } from './open-database.ts';
import { toApplianceError } from './to-appliance-error.ts';

/** The part of the log the ledger needs; called inside the ledger's transaction. */
export interface AppendLog {
  append(entries: readonly LogEntry[]): readonly Receipt[];
  reload(): void;
}

export interface LedgerPorts {
  readonly database: SqliteDatabase;
  readonly log: AppendLog;
  readonly keys: SubjectKeys;
  readonly now: () => Date;
}

/** What one caller waits for: a record of the log, or sentences of a reply under way, which are no entry. */
type Work =
  | { readonly kind: 'record'; readonly record: LedgerRecord<unknown> }
  | { readonly kind: 'sentences'; readonly open: OpenTurn };

interface Waiting {
  readonly work: Work;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Those of a batch that may not be written; the others can be, without them. */
class BatchRefused extends Error {
  override readonly name = 'BatchRefused';
  readonly refused: ReadonlyMap<Waiting, unknown>;

  constructor(refused: ReadonlyMap<Waiting, unknown>) {
    super('Cannot write every record of the batch');
    this.refused = refused;
  }
}

/** Most callers one transaction takes, so that the first of them does not wait for all. */
const BATCH = 64;

/**
 * Opens the ledger on a database. Callers that wait at the same time share one transaction, one checkpoint and one fsync
 * (group commit); a lone one waits for nobody. Each is answered after that fsync.
 */
export function openLedger(ports: LedgerPorts): Ledger {
  const { database, log, keys } = ports;
  const guard = createLedgerGuard(database, keys);
  const transaction = database.transaction(createSeal(ports, guard));
  const seal = (waiting: readonly Waiting[]): void => {
    if (waiting.length === 0) return;
    // Nobody is answered before the transaction is on the disk.
    for (const settle of transaction.immediate(waiting)) settle();
  };
  const sealAlone = (one: Waiting): void => {
    try {
      seal([one]);
    } catch (error) {
      log.reload();
      one.reject(toApplianceError(error instanceof BatchRefused ? error.refused.get(one) : error));
    }
  };
  const sealTogether = (waiting: readonly Waiting[]): void => {
    try {
      seal(waiting);
    } catch (error) {
      log.reload();
      if (!(error instanceof BatchRefused)) {
        // Nobody can tell whose fault it is: each is tried alone, so that none takes another down.
        for (const one of waiting) sealAlone(one);
        return;
      }
      for (const [one, cause] of error.refused) one.reject(toApplianceError(cause));
      // Whoever moved a conversation under a neighbour's feet keeps its fsync with the rest.
      sealTogether(waiting.filter((one) => !error.refused.has(one)));
    }
  };
  const batch = createBatch(sealTogether);
  return {
    commit: function commitRecord<T>(record: LedgerRecord<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        batch.add({ work: { kind: 'record', record }, resolve: (answer) => resolve(answer as T), reject });
      });
    },
    noteSentences: (open) =>
      new Promise<void>((resolve, reject) => {
        batch.add({ work: { kind: 'sentences', open }, resolve: () => resolve(), reject });
      }),
  };
}

/** Gathers what comes in one turn of the event loop, and what came while the batch before was written. */
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
    // After all that the loop has in hand now, and with no timer: a lone caller is written at once.
    setImmediate(run);
  };
  return {
    add: function addToBatch(one) {
      waiting.push(one);
      schedule();
    },
  };
}

type Settle = () => void;

/** How a repeat is answered and how one is refused that may not be written; undefined for what is to be written. */
function settleBefore(guard: LedgerGuard, one: Waiting): Settle | undefined {
  if (one.work.kind === 'sentences') return undefined;
  const { record } = one.work;
  try {
    const repeat = record.idempotency ? guard.findRepeat(record.idempotency) : undefined;
    if (repeat) return () => one.resolve(repeat.answer);
    guard.refuse(record);
    return undefined;
  } catch (error) {
    return () => one.reject(toApplianceError(error));
  }
}

/** What happens inside the transaction: all entries, then for each caller its writes and the answer to remember. */
function createSeal({ database, log, keys, now }: LedgerPorts, guard: LedgerGuard) {
  const writer = createLedgerWriter({ database, keys, now, waitingAhead: guard.waitingAhead });
  return function sealWaiting(waiting: readonly Waiting[]): readonly Settle[] {
    const settled = waiting.map((one) => ({ one, settle: settleBefore(guard, one) }));
    const admitted = settled.flatMap(({ one, settle }) => (settle ? [] : [one]));
    const entries = admitted.flatMap(({ work }) => (work.kind === 'record' ? [work.record.entry] : []));
    const receipts = log.append(entries).values();
    const refused = new Map<Waiting, unknown>();
    const answered = admitted.map((one, place): Settle => {
      if (one.work.kind === 'sentences') {
        writer.noteSentences(one.work.open);
        return () => one.resolve(undefined);
      }
      const { record } = one.work;
      const receipt = receipts.next().value;
      if (receipt === undefined) throw new ApplianceError('store-failed', 'Cannot seal: the log gave no receipt');
      try {
        // A record before it in the batch may have moved the same conversation.
        if (place > 0) guard.refuse(record);
      } catch (error) {
        refused.set(one, error);
        return () => undefined;
      }
      const answer = writer.write(record, receipt);
      return () => one.resolve(answer);
    });
    if (refused.size > 0) throw new BatchRefused(refused);
    return [...settled.flatMap(({ settle }) => settle ?? []), ...answered];
  };
}
