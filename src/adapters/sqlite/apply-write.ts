import { priorities } from '../../conversation/outcome.ts';
import type { Write } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createActionWriter } from './action-rows.ts';
import { createAlertWriter } from './alert-rows.ts';
import { createConsentWriter } from './consent-rows.ts';
import { createCosignatureWriter } from './cosignature-rows.ts';
import { type BoxedField, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import { createIdentityWriter } from './identity-rows.ts';
import { createMemoryWriter } from './memory-rows.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createPolicyWriter } from './open-policy-history.ts';
import { createPrivacyWriter } from './privacy-rows.ts';
import { StoreError } from './store-error.ts';
import { createSubjectLookup } from './subject-lookup.ts';

/** Closes a text for the row it is about to stand in. */
type CloseText = (conversation: string, field: BoxedField, row: readonly (string | number)[], text: string) => Buffer;

/** Carries out writes inside the transaction somebody else opened. */
export function createWriter(database: SqliteDatabase, keys: SubjectKeys): { apply(write: Write): void } {
  const statements = prepareStatements(database);
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const close: CloseText = (conversation, field, row, text) =>
    boxes.closeText({ subject: subjects.ofConversation(conversation), field, row }, text);
  const action = createActionWriter(database, keys);
  const memory = createMemoryWriter(database, keys);
  const privacy = createPrivacyWriter(database, keys);
  const vault = createVaultWriter(statements, boxes, keys);
  const handoverState = ({ reference, state, claimedBy, resolution }: Row<'handover-state'>): void => {
    const conversation = statements.conversationOf.get(reference);
    if (conversation === undefined) throw new StoreError('store-failed', 'Cannot move a handover that is not there');
    const box = resolution && close(conversation, 'handovers.resolution', [reference], JSON.stringify(resolution));
    statements.handoverState.run(state, claimedBy, box, reference);
  };
  return {
    apply: function applyWrite(write) {
      switch (write.kind) {
        case 'conversation':
          return void statements.conversation.run(...conversationRow(write.conversation));
        case 'events':
          return writeEvents(statements, write);
        case 'turn':
          statements.turn.run(...turnRow(write, close));
          return void statements.closeOpenTurn.run(write.view.conversation, write.view.turn);
        case 'vault':
          return vault(write);
        case 'action':
          return action(write.change);
        case 'consent':
          return statements.consent(write.entry);
        case 'memory':
          return memory(write.change);
        case 'privacy':
          return privacy(write.change);
        case 'alert':
          return statements.alert(write.change);
        case 'cosignatures':
          return statements.cosignatures(write.change);
        case 'identity':
          return statements.identity(write.change);
        case 'policy':
          return statements.policy(write.policy);
        case 'handover':
          return void statements.handover.run(...handoverRow(write, close));
        case 'handover-state':
          return handoverState(write);
        case 'handover-priority':
          return void statements.handoverPriority.run(priorities.indexOf(write.priority), write.reference);
        case 'person-reply':
          return void statements.personReply.run(...personReplyRow(write, close));
        case 'feedback':
          return void statements.feedback.run(...feedbackRow(write, close));
      }
    },
  };
}

type Statements = ReturnType<typeof prepareStatements>;

function createVaultWriter(statements: Statements, boxes: FieldBoxes, keys: SubjectKeys) {
  return function writeVault({ conversation, subject, values }: Row<'vault'>): void {
    if (keys.findKey(subject) === undefined) {
      throw new StoreError('key-missing', 'Cannot protect a value: its subject has no key');
    }
    for (const { placeholder, type, value } of values) {
      const box = boxes.closeText({ subject, field: 'vault.box', row: [conversation, placeholder] }, value);
      statements.vault.run(conversation, placeholder, subject, type, box);
    }
  };
}

function writeEvents(statements: Statements, write: Row<'events'>): void {
  const { conversation, progress, at } = write;
  const first = progress.version - write.events.length + 1;
  for (const [index, event] of write.events.entries()) {
    statements.event.run(conversation, first + index, at.toISOString(), JSON.stringify(event));
  }
  const { state, version, turns, issueTurns, issueStart } = progress;
  statements.progress.run(state, version, turns, issueTurns, issueStart, conversation);
}

function prepareStatements(database: SqliteDatabase) {
  return {
    consent: createConsentWriter(database),
    alert: createAlertWriter(database),
    cosignatures: createCosignatureWriter(database),
    identity: createIdentityWriter(database),
    policy: createPolicyWriter(database),
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
      `INSERT INTO handovers (reference, conversation, turn, reason, state, queue, priority, at, body)
       VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?)`,
    ),
    conversationOf: database
      .prepare<[string], string>('SELECT conversation FROM handovers WHERE reference = ?')
      .pluck(),
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

function turnRow(write: Row<'turn'>, close: CloseText) {
  const { conversation, turn } = write.view;
  const { outcome, intent, sentiment } = write;
  const row = [conversation, turn];
  const question = close(conversation, 'turns.question', row, write.question);
  const view = close(conversation, 'turns.view', row, JSON.stringify(write.view));
  return [conversation, turn, write.at.toISOString(), question, outcome, intent, sentiment, view];
}

function handoverRow({ handover }: Row<'handover'>, close: CloseText) {
  const { reference, conversation, turn, reason, queue, priority, at, ...body } = handover;
  const box = close(conversation, 'handovers.body', [reference], JSON.stringify(body));
  return [reference, conversation, turn, reason, queue, priorities.indexOf(priority), at, box];
}

function personReplyRow(write: Row<'person-reply'>, close: CloseText) {
  const { id, conversation, turn, receipt } = write;
  const text = close(conversation, 'person_replies.text', [id], write.text);
  return [id, conversation, turn, write.at.toISOString(), text, receipt.index, receipt.leaf];
}

function feedbackRow(write: Row<'feedback'>, close: CloseText) {
  const { id, conversation } = write;
  const { csat, effort, resolved, comment } = write.feedback;
  const flag = resolved === null ? null : Number(resolved);
  const box = comment === null ? null : close(conversation, 'feedback.comment', [id], comment);
  return [id, conversation, write.at.toISOString(), csat, effort, flag, box, write.path];
}
