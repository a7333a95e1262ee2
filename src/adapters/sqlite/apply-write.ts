import { priorities } from '../../conversation/outcome.ts';
import type { Write } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { closeBox } from '../../privacy/value-box.ts';
import { createActionWriter } from './action-rows.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

/** Place of a vault row, bound into its box. */
export function vaultPlace(conversation: string, placeholder: string): string {
  return `vault/${conversation}/${placeholder}`;
}

/** Carries out writes inside the transaction somebody else opened. */
export function createWriter(database: SqliteDatabase, keys: SubjectKeys): { apply(write: Write): void } {
  const statements = prepareStatements(database);
  const action = createActionWriter(database);
  const vault = (write: Extract<Write, { kind: 'vault' }>): void => {
    const key = keys.findKey(write.subject);
    if (key === undefined) throw new StoreError('key-missing', 'Cannot protect a value: its subject has no key');
    for (const { placeholder, type, value } of write.values) {
      const box = closeBox(key, vaultPlace(write.conversation, placeholder), value);
      statements.vault.run(write.conversation, placeholder, write.subject, type, box);
    }
  };
  const events = (write: Extract<Write, { kind: 'events' }>): void => {
    const { progress } = write;
    const first = progress.version - write.events.length + 1;
    for (const [index, event] of write.events.entries()) {
      statements.event.run(write.conversation, first + index, write.at.toISOString(), JSON.stringify(event));
    }
    const { state, version, turns, issueTurns, issueStart } = progress;
    statements.progress.run(state, version, turns, issueTurns, issueStart, write.conversation);
  };
  return {
    apply: function applyWrite(write) {
      switch (write.kind) {
        case 'conversation':
          return void statements.conversation.run(...conversationRow(write.conversation));
        case 'events':
          return events(write);
        case 'turn':
          statements.turn.run(...turnRow(write));
          return void statements.closeOpenTurn.run(write.view.conversation, write.view.turn);
        case 'vault':
          return vault(write);
        case 'action':
          return action(write.change);
        case 'handover':
          return void statements.handover.run(...handoverRow(write));
        case 'handover-state':
          return void statements.handoverState.run(
            write.state,
            write.claimedBy,
            write.resolution && JSON.stringify(write.resolution),
            write.reference,
          );
        case 'handover-priority':
          return void statements.handoverPriority.run(priorities.indexOf(write.priority), write.reference);
        case 'person-reply':
          return void statements.personReply.run(...personReplyRow(write));
        case 'feedback':
          return void statements.feedback.run(...feedbackRow(write));
      }
    },
  };
}

function prepareStatements(database: SqliteDatabase) {
  return {
    conversation: database.prepare(
      `INSERT INTO conversations (id, subject, key_id, channel, language, collection, tier, verified, basis, started_at,
        state, version, turns, issue_turns, issue_start) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'with-assistant', 0, 0, 0, 1)`,
    ),
    event: database.prepare('INSERT INTO conversation_events (conversation, version, at, event) VALUES (?, ?, ?, ?)'),
    progress: database.prepare(
      'UPDATE conversations SET state = ?, version = ?, turns = ?, issue_turns = ?, issue_start = ? WHERE id = ?',
    ),
    turn: database.prepare(
      'INSERT INTO turns (conversation, turn, at, question, outcome, intent, sentiment, view) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    closeOpenTurn: database.prepare('DELETE FROM open_turns WHERE conversation = ? AND turn = ?'),
    vault: database.prepare('INSERT INTO vault (conversation, placeholder, subject, type, box) VALUES (?, ?, ?, ?, ?)'),
    handover: database.prepare(
      "INSERT INTO handovers (reference, conversation, state, queue, priority, at, body) VALUES (?, ?, 'waiting', ?, ?, ?, ?)",
    ),
    handoverState: database.prepare(
      'UPDATE handovers SET state = ?, claimed_by = ?, resolution = coalesce(?, resolution) WHERE reference = ?',
    ),
    handoverPriority: database.prepare("UPDATE handovers SET priority = ? WHERE reference = ? AND state = 'waiting'"),
    personReply: database.prepare(
      'INSERT INTO person_replies (id, conversation, turn, at, text, leaf_index, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    feedback: database.prepare(
      'INSERT INTO feedback (id, conversation, at, csat, effort, resolved, comment, path) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
  };
}

type Row<Kind extends Write['kind']> = Extract<Write, { kind: Kind }>;

function conversationRow(one: Row<'conversation'>['conversation']) {
  const { id, subject, keyId, channel, language, collection, tier, basis } = one;
  return [
    id,
    subject,
    keyId,
    channel,
    language,
    collection,
    tier,
    one.verified ? 1 : 0,
    basis,
    one.startedAt.toISOString(),
  ];
}

function turnRow(write: Row<'turn'>) {
  const { conversation, turn } = write.view;
  const { question, outcome, intent, sentiment } = write;
  return [conversation, turn, write.at.toISOString(), question, outcome, intent, sentiment, JSON.stringify(write.view)];
}

function handoverRow({ handover }: Row<'handover'>) {
  const { reference, conversation, queue, priority, at, ...body } = handover;
  return [reference, conversation, queue, priorities.indexOf(priority), at, JSON.stringify(body)];
}

function personReplyRow(write: Row<'person-reply'>) {
  const { id, conversation, turn, text, receipt } = write;
  return [id, conversation, turn, write.at.toISOString(), text, receipt.index, receipt.leaf];
}

function feedbackRow(write: Row<'feedback'>) {
  const { csat, effort, resolved, comment } = write.feedback;
  const flag = resolved === null ? null : Number(resolved);
  return [write.id, write.conversation, write.at.toISOString(), csat, effort, flag, comment, write.path];
}
