import { beginning } from '../../conversation/next-state.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { RedactedText } from '../../conversation/redacted-text.ts';
import type { OpenTurn, RememberedCall } from '../../pipeline/ledger.ts';
import type { Records } from '../../pipeline/records.ts';
import { openActionRecords } from './action-rows.ts';
import { createAnswerFinder } from './answer-rows.ts';
import { openConsentRecords } from './consent-rows.ts';
import { openMemoryRecords } from './memory-rows.ts';
import type { SqliteDatabase } from './open-database.ts';
import { openHandoverRecords, type RecordsPorts } from './open-handover-records.ts';
import {
  type BoxedOpenTurnRow,
  type BoxedReplyRow,
  type BoxedTurnRow,
  type BoxedValueRow,
  createRowOpener,
} from './open-rows.ts';
import {
  type ConversationRow,
  toRememberedTurns,
  toStoredConversation,
  toTranscriptLines,
  toTurnView,
} from './record-rows.ts';

/** Reads what the ledger wrote. SQLite answers at once; the port is async for stores that do not. */
export function openRecords(ports: RecordsPorts): Records {
  const { database, keys } = ports;
  const select = prepareSelects(database);
  const open = createRowOpener(keys);
  const findAnswer = createAnswerFinder(database, keys);
  return {
    actions: openActionRecords(database, keys),
    consents: openConsentRecords(database),
    memory: openMemoryRecords(database, keys),
    findConversation: async (id) => {
      const row = select.conversation.get(id);
      return row && toStoredConversation(row, beginning);
    },
    recentTurns: async (conversation, fromTurn, limit) =>
      select.recentTurns.all(conversation, fromTurn, limit).reverse().map(open.turn).flatMap(toRememberedTurns),
    knownValues: async (conversation) =>
      select.vault.all(conversation).flatMap((row) => {
        const value = open.value(conversation, row);
        return value === undefined ? [] : [{ placeholder: row.placeholder, type: row.type, value }];
      }),
    transcript: async (conversation) =>
      toTranscriptLines(
        select.turns.all(conversation).map(open.turn),
        select.replies.all(conversation).map(open.reply),
      ),
    turnView: async (conversation, turn) => {
      const row = select.turn.get(conversation, turn);
      const view = row && open.turn(row).view;
      return view ? toTurnView(view) : undefined;
    },
    priorContacts: async (subject, conversation) => Number(select.contacts.pluck().get(subject, conversation) ?? 0),
    findAnswer: async <T>(keyId: string, key: string) => {
      const stored = findAnswer(keyId, key);
      return stored && { requestHash: stored.requestHash, answer: stored.answer as T };
    },
    ...openHandoverRecords(ports),
    openTurns: async () =>
      select.openTurns.all().flatMap((row): OpenTurn[] => {
        const { question, sentences, answers, ...cut } = open.openTurn(row);
        if (question === null || sentences === null) return [];
        const said = (parseJson(sentences) as unknown[]).map(String);
        return [
          {
            ...cut,
            question: question as RedactedText,
            sentences: said,
            answers: parseJson(answers) as readonly RememberedCall[],
          },
        ];
      }),
  };
}

function prepareSelects(database: SqliteDatabase) {
  const turns = 'SELECT t.*, c.subject FROM turns t JOIN conversations c ON c.id = t.conversation';
  return {
    conversation: database.prepare<[string], ConversationRow>('SELECT * FROM conversations WHERE id = ?'),
    recentTurns: database.prepare<[string, number, number], BoxedTurnRow>(
      `${turns} WHERE t.conversation = ? AND t.turn >= ? ORDER BY t.turn DESC LIMIT ?`,
    ),
    turns: database.prepare<[string], BoxedTurnRow>(`${turns} WHERE t.conversation = ? ORDER BY t.turn`),
    turn: database.prepare<[string, number], BoxedTurnRow>(`${turns} WHERE t.conversation = ? AND t.turn = ?`),
    replies: database.prepare<[string], BoxedReplyRow>(
      `SELECT r.*, c.subject FROM person_replies r JOIN conversations c ON c.id = r.conversation
       WHERE r.conversation = ? ORDER BY r.leaf_index`,
    ),
    vault: database.prepare<[string], BoxedValueRow>(
      'SELECT placeholder, subject, type, box FROM vault WHERE conversation = ?',
    ),
    contacts: database.prepare<[string, string]>('SELECT count(*) FROM conversations WHERE subject = ? AND id <> ?'),
    openTurns: database.prepare<[], BoxedOpenTurnRow>(
      'SELECT o.*, c.subject FROM open_turns o JOIN conversations c ON c.id = o.conversation',
    ),
  };
}
