import { parseActionState, restingState } from '../../actions/action-state.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { ActionChange, ActionRecords, ActionRun } from '../../pipeline/acting/action-records.ts';
import type { SqliteDatabase } from './open-database.ts';

interface RunRow {
  readonly id: string;
  readonly conversation: string;
  readonly subject: string;
  readonly operation: string;
  readonly state: string;
  readonly at: string;
}

/** Carries out changes of actions inside the transaction somebody else opened. */
export function createActionWriter(database: SqliteDatabase): (change: ActionChange) => void {
  const state = database.prepare(
    'INSERT INTO action_states (conversation, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
  );
  const dropStep = database.prepare(
    "UPDATE action_states SET state = json_set(state, '$.pending', json('null'), '$.challenge', json('null')) WHERE conversation = ?",
  );
  const run = database.prepare(
    `INSERT INTO action_runs (id, conversation, subject, operation, state, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state`,
  );
  const codeSent = database.prepare('INSERT INTO codes_sent (reference, at) VALUES (?, ?)');
  const verified = database.prepare('UPDATE conversations SET verified = 1 WHERE id = ?');
  return function applyActionChange(change) {
    switch (change.kind) {
      case 'state':
        return void state.run(change.conversation, JSON.stringify(change.state));
      case 'drop-step':
        return void dropStep.run(change.conversation);
      case 'run':
        return void run.run(...toRunRow(change.run));
      case 'code-sent':
        return void codeSent.run(change.reference, change.at.toISOString());
      case 'verified':
        return void verified.run(change.conversation);
    }
  };
}

function toRunRow({ id, conversation, subject, operation, state, at }: ActionRun) {
  return [id, conversation, subject, operation, state, at.toISOString()];
}

/** Reads what was stored of actions. */
export function openActionRecords(database: SqliteDatabase): ActionRecords {
  const state = database.prepare<[string], { state: string }>('SELECT state FROM action_states WHERE conversation = ?');
  const inConversation = database
    .prepare<[string, string], number>('SELECT count(*) FROM action_runs WHERE conversation = ? AND operation = ?')
    .pluck();
  const inDay = database
    .prepare<[string, string, string], number>(
      'SELECT count(*) FROM action_runs WHERE subject = ? AND operation = ? AND at >= ?',
    )
    .pluck();
  const codes = database
    .prepare<[string, string], number>('SELECT count(*) FROM codes_sent WHERE reference = ? AND at >= ?')
    .pluck();
  const unfinished = database.prepare<[], RunRow>("SELECT * FROM action_runs WHERE state = 'started' ORDER BY at, id");
  return {
    state: async (conversation) => {
      const row = state.get(conversation);
      return row === undefined ? restingState : parseActionState(parseJson(row.state));
    },
    countRuns: async ({ operation, conversation, subject, since }) => ({
      inConversation: inConversation.get(conversation, operation) ?? 0,
      inDay: inDay.get(subject, operation, since.toISOString()) ?? 0,
    }),
    codesSent: async (reference, since) => codes.get(reference, since.toISOString()) ?? 0,
    unfinishedRuns: async () =>
      unfinished.all().map(({ at, ...row }) => ({ ...row, state: 'started' as const, at: new Date(at) })),
  };
}
