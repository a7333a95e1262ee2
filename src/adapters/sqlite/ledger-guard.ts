import { priorities } from '../../conversation/outcome.ts';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { LedgerRecord, RememberedCall, SealContext } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createAnswerFinder, type StoredAnswer } from './answer-rows.ts';
import { createConsentGuard } from './consent-rows.ts';
import type { SqliteDatabase } from './open-database.ts';

/** What must hold before a record may be written, so that a refused one never reaches the log. */
export interface LedgerGuard {
  /** What the same call answered first. @throws {ApplianceError} `idempotency-mismatch`, `conversation-not-found` */
  findRepeat(call: RememberedCall): StoredAnswer | undefined;
  /** @throws {ApplianceError} `version-conflict`, `not-allowed-now` */
  refuse(record: LedgerRecord<unknown>): void;
  readonly waitingAhead: SealContext['waitingAhead'];
}

export function createLedgerGuard(database: SqliteDatabase, keys: SubjectKeys): LedgerGuard {
  const version = database.prepare<[string], { version: number }>('SELECT version FROM conversations WHERE id = ?');
  const findAnswer = createAnswerFinder(database, keys);
  const ahead = database
    .prepare<[string, number], number>(
      "SELECT count(*) FROM handovers WHERE state = 'waiting' AND queue = ? AND priority <= ?",
    )
    .pluck();
  const mayRemember = createConsentGuard(database);
  return {
    findRepeat: function findRepeat({ keyId, key, requestHash }) {
      const stored = findAnswer(keyId, key);
      if (stored === undefined || stored.requestHash === requestHash) return stored;
      throw new ApplianceError('idempotency-mismatch', 'This Idempotency-Key belongs to another request');
    },
    refuse: function refuseRecord({ expects, needs }) {
      if (expects !== null && version.get(expects.conversation)?.version !== expects.version) {
        throw new ApplianceError(
          'version-conflict',
          'The conversation has moved on; read it again and repeat the call',
        );
      }
      if (needs && !mayRemember({ subject: needs.subject, conversation: needs.conversation }, needs.purposes)) {
        throw new ApplianceError('not-allowed-now', 'The customer has not agreed to this');
      }
    },
    waitingAhead: (queue, priority) => ahead.get(queue, priorities.indexOf(priority)) ?? 0,
  };
}
