import { beginning } from '../../conversation/next-state.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { RememberedCall } from '../../pipeline/ledger.ts';
import type { Records } from '../../pipeline/records.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { openBox } from '../../privacy/value-box.ts';
import { openActionRecords } from './action-rows.ts';
import { vaultPlace } from './apply-write.ts';
import type { SqliteDatabase } from './open-database.ts';
import {
  type ConversationRow,
  type HandoverRow,
  type LogRow,
  type ReplyRow,
  type TurnRow,
  toHandoverStep,
  toHandoverView,
  toRememberedTurn,
  toStoredConversation,
  toTranscriptLines,
  toTurnView,
} from './record-rows.ts';

/** Reads what the ledger wrote. SQLite answers at once; the port is async for stores that do not. */
export function openRecords(database: SqliteDatabase, keys: SubjectKeys): Records {
  const select = prepareSelects(database);
  return {
    actions: openActionRecords(database),
    findConversation: async (id) => {
      const row = select.conversation.get(id);
      return row && toStoredConversation(row, beginning);
    },
    recentTurns: async (conversation, fromTurn, limit) =>
      select.recentTurns.all(conversation, fromTurn, limit).reverse().map(toRememberedTurn),
    knownValues: async (conversation) =>
      select.vault.all(conversation).flatMap(({ placeholder, subject, type, box }) => {
        const key = keys.findKey(subject);
        return key ? [{ placeholder, type, value: openBox(key, vaultPlace(conversation, placeholder), box) }] : [];
      }),
    transcript: async (conversation) =>
      toTranscriptLines(select.turns.all(conversation), select.replies.all(conversation)),
    turnView: async (conversation, turn) => {
      const row = select.turn.get(conversation, turn);
      return row && toTurnView(row.view);
    },
    priorContacts: async (subject, conversation) => Number(select.contacts.pluck().get(subject, conversation) ?? 0),
    findAnswer: async <T>(keyId: string, key: string) => {
      const row = select.answer.get(keyId, key);
      return row && { requestHash: row.request_hash, answer: parseJson(row.answer) as T };
    },
    findHandover: async (reference) => {
      const row = select.handover.get(reference);
      return row && toHandoverView(row);
    },
    openHandover: async (conversation) => {
      const row = select.openHandover.get(conversation);
      return row && toHandoverView(row);
    },
    settledHandovers: async (conversation) =>
      select.settled.all(conversation).map((row) => {
        const { reference, reason, resolution } = toHandoverView(row);
        return { reference, reason, question: row.question ?? '', note: resolution?.text ?? null };
      }),
    handoverChain: async (reference) => select.chain.all(reference).map(toHandoverStep),
    listHandovers: async ({ state, queue, after, limit }) => {
      const [priority = '-1', at = '', reference = ''] = (after ?? '').split('|');
      const rows = select.handovers.all({ state, queue, priority: Number(priority), at, reference, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { items: page.map(toHandoverView), next: last ? `${last.priority}|${last.at}|${last.reference}` : null };
    },
    openTurns: async () =>
      select.openTurns.all().map((row) => ({
        ...row,
        sentences: (parseJson(row.sentences) as unknown[]).map(String),
        answers: parseJson(row.answers) as readonly RememberedCall[],
      })),
  };
}

function prepareSelects(database: SqliteDatabase) {
  const columns = 'reference, conversation, state, queue, priority, at, claimed_by, body, resolution';
  return {
    conversation: database.prepare<[string], ConversationRow>('SELECT * FROM conversations WHERE id = ?'),
    recentTurns: database.prepare<[string, number, number], TurnRow>(
      'SELECT * FROM turns WHERE conversation = ? AND turn >= ? ORDER BY turn DESC LIMIT ?',
    ),
    turns: database.prepare<[string], TurnRow>('SELECT * FROM turns WHERE conversation = ? ORDER BY turn'),
    turn: database.prepare<[string, number], TurnRow>('SELECT * FROM turns WHERE conversation = ? AND turn = ?'),
    replies: database.prepare<[string], ReplyRow>(
      'SELECT * FROM person_replies WHERE conversation = ? ORDER BY leaf_index',
    ),
    vault: database.prepare<[string], { placeholder: string; subject: string; type: string; box: Buffer }>(
      'SELECT placeholder, subject, type, box FROM vault WHERE conversation = ?',
    ),
    contacts: database.prepare<[string, string]>('SELECT count(*) FROM conversations WHERE subject = ? AND id <> ?'),
    answer: database.prepare<[string, string], { request_hash: string; answer: string }>(
      'SELECT request_hash, answer FROM answers WHERE key_id = ? AND key = ?',
    ),
    handover: database.prepare<[string], HandoverRow>(`SELECT ${columns} FROM handovers WHERE reference = ?`),
    openHandover: database.prepare<[string], HandoverRow>(
      `SELECT ${columns} FROM handovers WHERE conversation = ? AND state <> 'done' ORDER BY at DESC LIMIT 1`,
    ),
    settled: database.prepare<[string], HandoverRow & { readonly question: string | null }>(
      `SELECT h.*, t.question FROM handovers h
       LEFT JOIN turns t ON t.conversation = h.conversation AND t.turn = json_extract(h.body, '$.turn')
       WHERE h.conversation = ? AND h.state = 'done' ORDER BY h.at, h.reference`,
    ),
    chain: database.prepare<[string], LogRow>(
      `SELECT idx, entry FROM log_entries
       WHERE json_extract(entry, '$.handover') IS NOT NULL
         AND coalesce(json_extract(entry, '$.handover.reference'), json_extract(entry, '$.handover')) = ?
       ORDER BY idx`,
    ),
    handovers: database.prepare<[Record<string, string | number | null>], HandoverRow>(
      `SELECT ${columns} FROM handovers
       WHERE (:state IS NULL OR state = :state) AND (:queue IS NULL OR queue = :queue)
         AND (priority, at, reference) > (:priority, :at, :reference)
       ORDER BY priority, at, reference LIMIT :limit`,
    ),
    openTurns: database.prepare<
      [],
      { conversation: string; turn: number; at: string; question: string; sentences: string; answers: string }
    >('SELECT conversation, turn, at, question, sentences, answers FROM open_turns'),
  };
}
