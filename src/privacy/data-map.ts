import { operationTables } from './data-map-operation.ts';
import { requestTables } from './data-map-requests.ts';
import type { Owner, TableUse } from './table-use.ts';

/** Goes with its conversation, at the end of the conversation's time and on erasure. */
const withConversation = {
  database: 'confidant.db',
  dataClass: 'conversation',
  owner: { conversation: 'conversation' },
  erased: 'row-deleted',
  agedBy: 'conversation',
} as const;

/** What is stored of conversations. */
const conversationTables = {
  conversations: {
    ...withConversation,
    owner: { subject: 'subject', conversation: 'id' },
    purpose: 'Who speaks to us, by which channel, and how far the conversation has come',
    columns: {
      reference: ['id', 'key_id'],
      pseudonym: ['subject'],
      time: ['started_at'],
      code: ['channel', 'language', 'collection', 'tier', 'verified', 'basis', 'state', 'version'],
      ours: ['turns', 'issue_turns', 'issue_start'],
    },
  },
  conversation_events: {
    ...withConversation,
    purpose: 'What moved the conversation, so that its state can be recomputed',
    columns: { reference: ['conversation', 'version'], time: ['at'], code: ['event'] },
  },
  turns: {
    ...withConversation,
    purpose: 'What was asked and answered, and how it was decided',
    columns: {
      reference: ['conversation', 'turn'],
      time: ['at'],
      sealed: ['question', 'view'],
      code: ['outcome', 'intent', 'sentiment'],
    },
  },
  open_turns: {
    ...withConversation,
    purpose: 'A reply under way, so that a stop of the process loses no sentence that was sent',
    columns: {
      reference: ['conversation', 'turn'],
      time: ['at'],
      sealed: ['question', 'sentences'],
      hash: ['answers'],
    },
  },
  person_replies: {
    ...withConversation,
    purpose: 'What a person answered',
    columns: {
      reference: ['id', 'conversation', 'turn', 'leaf_index'],
      time: ['at'],
      sealed: ['text'],
      hash: ['leaf'],
    },
  },
  handovers: {
    ...withConversation,
    purpose: 'What a person needs to go on with a conversation, and how it ended',
    columns: {
      reference: ['reference', 'conversation', 'turn', 'claimed_by'],
      time: ['at'],
      code: ['reason', 'state', 'queue', 'priority'],
      sealed: ['body', 'resolution'],
    },
  },
  feedback: {
    ...withConversation,
    dataClass: 'feedback',
    agedBy: 'at',
    purpose: 'How customers rate what they got',
    columns: {
      reference: ['id', 'conversation'],
      time: ['at'],
      code: ['csat', 'effort', 'resolved', 'path'],
      sealed: ['comment'],
    },
  },
  vault: {
    ...withConversation,
    dataClass: 'original',
    owner: { subject: 'subject', conversation: 'conversation' },
    purpose: 'Values behind placeholders, to give customers their own words back and to act for them',
    columns: {
      reference: ['conversation', 'placeholder'],
      pseudonym: ['subject'],
      code: ['type'],
      sealed: ['box'],
    },
  },
  answers: {
    ...withConversation,
    dataClass: 'replay',
    owner: { subject: 'subject' },
    agedBy: 'at',
    purpose: 'First answers, so that a repeated call gets the same one',
    columns: {
      reference: ['key_id'],
      pseudonym: ['subject'],
      hash: ['key', 'request_hash'],
      time: ['at'],
      sealed: ['answer'],
    },
  },
  action_states: {
    ...withConversation,
    purpose: 'The step a customer is asked to confirm',
    columns: { reference: ['conversation', 'verified_as'], sealed: ['state'] },
  },
  identity_links: {
    ...withConversation,
    owner: { subject: 'subject', conversation: 'conversation' },
    purpose: 'Whom the customer of a conversation proved to be, so that their requests reach it',
    columns: { reference: ['conversation'], pseudonym: ['subject', 'customer'] },
  },
  log_texts: {
    ...withConversation,
    owner: { subject: 'subject', logIndex: 'idx' },
    agedBy: null,
    purpose: 'Texts the log holds commitments of, so that it can be read as long as they may be kept',
    columns: { reference: ['idx'], pseudonym: ['subject'], sealed: ['box'] },
  },
  action_runs: {
    ...withConversation,
    owner: { subject: 'subject', conversation: 'conversation' },
    purpose: 'What was done in systems of record, so that nothing is done twice',
    columns: {
      reference: ['id', 'conversation'],
      pseudonym: ['subject'],
      code: ['operation', 'state'],
      time: ['at'],
    },
  },
} as const satisfies Readonly<Record<string, TableUse>>;

/** What is remembered of subjects beyond a conversation, and what they agreed to. */
const memoryTables = {
  memory_facts: {
    database: 'confidant.db',
    dataClass: 'memory',
    owner: { subject: 'subject' },
    erased: 'row-deleted',
    agedBy: 'at',
    purpose: 'What a customer need not say again, as long as they agree',
    columns: {
      reference: ['id', 'conversation', 'turn'],
      pseudonym: ['subject'],
      code: ['purpose'],
      time: ['at', 'expires_at'],
      sealed: ['box'],
    },
  },
  consents: {
    database: 'confidant.db',
    dataClass: 'consent',
    owner: { subject: 'subject' },
    // The proof of what was agreed outlives an erasure: a pseudonym and codes.
    erased: 'kept',
    agedBy: 'at',
    purpose: 'What a customer said yes and no to',
    columns: {
      reference: ['number', 'conversation'],
      pseudonym: ['subject'],
      code: ['purpose', 'basis', 'granted', 'notice_version', 'notice_language', 'keep_days', 'verified'],
      time: ['at'],
    },
  },
} as const satisfies Readonly<Record<string, TableUse>>;

/** Every table of both databases. A column of the schema that is not here fails the build. */
export const dataMap: Readonly<Record<string, TableUse>> = {
  ...conversationTables,
  ...memoryTables,
  ...requestTables,
  ...operationTables,
};

/** Tables with rows of subjects, those that others refer to last: the order rows can be deleted in. */
export function subjectTables(): readonly (readonly [string, TableUse & { readonly owner: Owner }])[] {
  const owned = Object.entries(dataMap).flatMap(([table, use]) =>
    use.owner === null || use.database !== 'confidant.db' ? [] : [[table, { ...use, owner: use.owner }] as const],
  );
  return owned.sort(([a], [b]) => Number(a === 'conversations') - Number(b === 'conversations'));
}
