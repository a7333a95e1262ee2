import { type ActionState, parseActionState, restingState } from '../../actions/action-state.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { ActionChange, ActionRecords, ActionRun } from '../../pipeline/acting/action-records.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { prepareShorten } from './consent-rows.ts';
import { type BoxPlace, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createSubjectLookup } from './subject-lookup.ts';

interface RunRow {
  readonly id: string;
  readonly conversation: string;
  readonly subject: string;
  readonly operation: string;
  readonly state: string;
  readonly at: string;
}

/** Carries out changes of actions inside the transaction somebody else opened. */
export function createActionWriter(database: SqliteDatabase, keys: SubjectKeys): (change: ActionChange) => void {
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const readState = prepareStateReader(database, boxes);
  const state = database.prepare(
    `INSERT INTO action_states (conversation, state, verified_as) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state, verified_as = excluded.verified_as`,
  );
  const writeState = (conversation: string, value: ActionState): void => {
    const place = stateBox(subjects.ofConversation(conversation), conversation);
    // In clear, because consents are asked by it; a placeholder says nothing about anybody.
    state.run(conversation, boxes.closeText(place, JSON.stringify(value)), value.verifiedAs ?? '[CUSTOMER_1]');
  };
  const dropStep = (conversation: string): void => {
    const held = readState(conversation);
    if (held) writeState(conversation, { ...held, pending: null, challenge: null });
  };
  const run = database.prepare(
    `INSERT INTO action_runs (id, conversation, subject, operation, state, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state`,
  );
  const codeSent = database.prepare('INSERT INTO codes_sent (reference, at) VALUES (?, ?)');
  const verified = database.prepare('UPDATE conversations SET verified = 1 WHERE id = ?');
  const shorten = prepareShorten(database);
  const link = database.prepare(
    `INSERT INTO identity_links (conversation, subject, customer)
     SELECT id, subject, :customer FROM conversations WHERE id = :conversation ON CONFLICT DO NOTHING`,
  );
  return function applyActionChange(change) {
    switch (change.kind) {
      case 'state':
        return writeState(change.conversation, change.state);
      case 'drop-step':
        return dropStep(change.conversation);
      case 'run':
        return void run.run(...toRunRow(change.run));
      case 'code-sent':
        return void codeSent.run(change.reference, change.at.toISOString());
      case 'verified':
        verified.run(change.conversation);
        // From now on their word counts, also what they said before.
        return void shorten.run({ conversation: change.conversation });
      case 'linked':
        return void link.run({ conversation: change.conversation, customer: change.customer });
    }
  };
}

function toRunRow({ id, conversation, subject, operation, state, at }: ActionRun) {
  return [id, conversation, subject, operation, state, at.toISOString()];
}

/** A state whose key was destroyed reads like one that another version wrote: its step and its proof of identity are gone. */
function prepareStateReader(
  database: SqliteDatabase,
  boxes: FieldBoxes,
): (conversation: string) => ActionState | undefined {
  const find = database.prepare<[string], { state: Buffer; subject: string }>(
    'SELECT s.state, c.subject FROM action_states s JOIN conversations c ON c.id = s.conversation WHERE s.conversation = ?',
  );
  return function readState(conversation) {
    const row = find.get(conversation);
    if (row === undefined) return undefined;
    const text = boxes.openText(stateBox(row.subject, conversation), row.state);
    return parseActionState(text === undefined ? null : parseJson(text));
  };
}

function stateBox(subject: string, conversation: string): BoxPlace {
  return { subject, field: 'action_states.state', row: [conversation] };
}

/** Reads what was stored of actions. */
export function openActionRecords(database: SqliteDatabase, keys: SubjectKeys): ActionRecords {
  const readState = prepareStateReader(database, createFieldBoxes(keys));
  const inConversation = database
    .prepare<[string, string], number>('SELECT count(*) FROM action_runs WHERE conversation = ? AND operation = ?')
    .pluck();
  const inDay = database
    .prepare<[Readonly<Record<'subject' | 'customer' | 'operation' | 'since', string>>], number>(
      `SELECT count(*) FROM action_runs WHERE operation = :operation AND at >= :since
         AND (subject IN (:subject, :customer)
           OR conversation IN (SELECT conversation FROM identity_links WHERE customer = :customer))`,
    )
    .pluck();
  const link = database.prepare<[string], string>('SELECT customer FROM identity_links WHERE conversation = ?').pluck();
  const codes = database
    .prepare<[string, string], number>('SELECT count(*) FROM codes_sent WHERE reference = ? AND at >= ?')
    .pluck();
  const unfinished = database.prepare<[], RunRow>("SELECT * FROM action_runs WHERE state = 'started' ORDER BY at, id");
  return {
    state: async (conversation) => readState(conversation) ?? restingState,
    countRuns: async ({ operation, conversation, subject, customer, since }) => ({
      inConversation: inConversation.get(conversation, operation) ?? 0,
      inDay: inDay.get({ subject, customer, operation, since: since.toISOString() }) ?? 0,
    }),
    linkOf: async (conversation) => link.get(conversation),
    codesSent: async (reference, since) => codes.get(reference, since.toISOString()) ?? 0,
    unfinishedRuns: async () =>
      unfinished.all().map(({ at, ...row }) => ({ ...row, state: 'started' as const, at: new Date(at) })),
  };
}
