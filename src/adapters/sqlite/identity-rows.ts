import type { RecordedChange } from '../../identity/identity-change.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

/** Forgets a change inside the transaction of its entry: what is on the record already is not put there again. */
export function createIdentityWriter(database: SqliteDatabase): (change: RecordedChange) => void {
  const forget = {
    staff: database.prepare('DELETE FROM staff_changes WHERE id = ?'),
    key: database.prepare('DELETE FROM key_changes WHERE id = ?'),
  };
  return function forgetRecordedChange({ of, change }) {
    if (forget[of].run(change).changes === 1) return;
    throw new StoreError('store-failed', 'Cannot record a change: it is on the record already');
  };
}
