import type { TableUse } from './table-use.ts';

const ofSubject = { subject: 'subject' };
const stored = { database: 'confidant.db', dataClass: 'request' } as const;

/** What is stored of what customers ask about their data, and of the log. */
export const requestTables: Readonly<Record<string, TableUse>> = {
  subject_holds: {
    ...stored,
    owner: ofSubject,
    erased: 'row-deleted',
    agedBy: null,
    purpose: 'Whose data may not be deleted, and why',
    columns: { pseudonym: ['subject'], time: ['at'], code: ['role'], reference: ['key_id'], sealed: ['reason'] },
  },
  subject_statements: {
    ...stored,
    owner: ofSubject,
    erased: 'row-deleted',
    agedBy: 'at',
    purpose: 'What a customer says is wrong about them',
    columns: { reference: ['id'], pseudonym: ['subject'], time: ['at'], sealed: ['box'] },
  },
  erasures: {
    ...stored,
    owner: ofSubject,
    // The proof that something was erased outlives it: a pseudonym and counts.
    erased: 'kept',
    agedBy: 'at',
    purpose: 'What was erased, when and by whom, with its certificate',
    columns: {
      reference: ['id', 'key_id'],
      pseudonym: ['subject'],
      time: ['at'],
      code: ['role', 'had_key', 'records', 'rewritten', 'certificate'],
    },
  },
  leaving_conversations: {
    ...stored,
    dataClass: null,
    owner: null,
    erased: 'kept',
    agedBy: null,
    purpose: 'Conversations whose rows the transaction under way deletes; empty outside of one',
    columns: { reference: ['conversation'] },
  },
  log_entries: {
    ...stored,
    dataClass: 'conversation',
    owner: { conversation: 'conversation', entry: 'entry' },
    erased: 'kept',
    agedBy: null,
    purpose: 'The tamper-evident record: it can only grow, or earlier proofs would fail',
    columns: { reference: ['idx', 'conversation'], hash: ['leaf'], code: ['kind'], time: ['at'], redacted: ['entry'] },
  },
  data_keys: {
    database: 'keys.db',
    dataClass: 'original',
    owner: ofSubject,
    erased: 'key-destroyed',
    agedBy: null,
    purpose: 'The key what is sealed of a customer opens with, wrapped by the master key',
    columns: { pseudonym: ['subject'], secret: ['wrapped'], reference: ['master'] },
  },
  destroyed_keys: {
    database: 'keys.db',
    dataClass: 'request',
    owner: ofSubject,
    erased: 'kept',
    agedBy: null,
    purpose: 'Pseudonyms that were erased, so that no key is ever made for one again',
    columns: { pseudonym: ['subject'] },
  },
  master_keys: {
    database: 'keys.db',
    dataClass: null,
    owner: null,
    erased: 'kept',
    agedBy: null,
    purpose: 'Keys that wrap all others, wrapped by the vault',
    columns: { reference: ['id'], code: ['vault'], secret: ['wrapped', 'voucher'] },
  },
  secrets: {
    database: 'keys.db',
    dataClass: null,
    owner: null,
    erased: 'kept',
    agedBy: null,
    purpose: 'The secret pseudonyms hang on, wrapped by a master key',
    columns: { reference: ['name', 'master'], secret: ['wrapped'] },
  },
};
