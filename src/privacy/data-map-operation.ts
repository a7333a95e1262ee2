import type { TableUse } from './table-use.ts';

/** Holds nothing about customers. */
const aboutNobody = {
  database: 'confidant.db',
  dataClass: null,
  owner: null,
  erased: 'kept',
  agedBy: null,
} as const;

/** What the appliance keeps for itself: the tree of the log, keys of callers, policies, approved knowledge, caches. */
export const operationTables: Readonly<Record<string, TableUse>> = {
  codes_sent: {
    ...aboutNobody,
    dataClass: 'counter',
    // A keyed hash of an address belongs to no subject that could be found; it is gone after a day.
    agedBy: 'at',
    purpose: 'How many one-time codes went to one address within the hour',
    columns: { hash: ['reference'], time: ['at'] },
  },
  log_nodes: {
    ...aboutNobody,
    purpose: 'The Merkle tree of the log',
    columns: { reference: ['level', 'idx'], hash: ['hash'] },
  },
  log_checkpoints: {
    ...aboutNobody,
    purpose: 'Signed states of the log',
    columns: { reference: ['size'], hash: ['note'], time: ['at'] },
  },
  log_cosignatures: {
    ...aboutNobody,
    purpose: 'What witnesses outside said of signed states of the log',
    columns: { reference: ['size'], code: ['witness'], hash: ['line'], time: ['time', 'at'] },
  },
  api_keys: {
    ...aboutNobody,
    purpose: 'Who may call, by the hash of their key',
    columns: {
      secret: ['hash'],
      reference: ['key_id'],
      ours: ['name'],
      code: ['role'],
      time: ['at', 'revoked_at'],
    },
  },
  key_changes: {
    ...aboutNobody,
    purpose: 'Changes of keys on their way into the log',
    columns: { reference: ['id', 'key_id'], code: ['act'], time: ['at'] },
  },
  page_cleaning: {
    ...aboutNobody,
    purpose: 'Whether pages may still hold copies of rows that were deleted',
    columns: { code: ['one', 'deletions', 'cleaned'] },
  },
  staff: {
    ...aboutNobody,
    purpose: 'People who sign in to work, with the hash of their password',
    columns: {
      reference: ['id', 'issuer', 'issuer_subject'],
      ours: ['name'],
      code: ['role', 'disabled'],
      secret: ['password'],
      time: ['at'],
    },
  },
  staff_changes: {
    ...aboutNobody,
    purpose: 'Changes of accounts on their way into the log',
    columns: { reference: ['id', 'staff'], code: ['act'], time: ['at'] },
  },
  staff_sessions: {
    ...aboutNobody,
    purpose: 'Who is signed in, by the hash of what their browser holds',
    columns: { secret: ['hash'], reference: ['staff'], code: ['method'], time: ['started_at', 'seen_at'] },
  },
  sign_in_failures: {
    ...aboutNobody,
    purpose: 'Wrong passwords by a keyed hash of the name that was typed',
    columns: { hash: ['name_hash'], code: ['failures', 'lock_noted'], time: ['last_at'] },
  },
  releases: {
    ...aboutNobody,
    purpose: 'Noisy counts that left the appliance, so that the budget of the year holds',
    columns: { reference: ['name'], time: ['at'], code: ['epsilon_thousandths'], ours: ['counts'] },
  },
  alerts: {
    ...aboutNobody,
    purpose: 'Alerts of the appliance about itself, so that people see what holds',
    columns: { reference: ['id'], code: ['rule', 'severity'], time: ['raised_at', 'cleared_at'] },
  },
  alert_deliveries: {
    ...aboutNobody,
    purpose: 'Messages about alerts that no webhook has taken yet',
    columns: {
      reference: ['number', 'id'],
      code: ['webhook', 'attempts'],
      ours: ['body'],
      time: ['at', 'due_at'],
    },
  },
  policy_snapshots: {
    ...aboutNobody,
    purpose: 'Policies that were in force, so that old decisions can be explained',
    columns: { hash: ['hash'], time: ['at'], ours: ['texts'] },
  },
  document_versions: {
    ...aboutNobody,
    purpose: 'Versions of approved documents, so that old citations resolve',
    columns: { reference: ['document'], hash: ['version'], time: ['at'], ours: ['title', 'collection', 'source'] },
  },
  documents: {
    ...aboutNobody,
    purpose: 'Approved documents in use',
    columns: {
      reference: ['id'],
      hash: ['version'],
      time: ['updated', 'review_by'],
      code: ['audience', 'volatile', 'origin'],
      ours: ['title', 'collection'],
    },
  },
  passages: {
    ...aboutNobody,
    purpose: 'Passages of approved documents with their vectors',
    columns: {
      reference: ['number', 'id', 'document'],
      code: ['model'],
      ours: ['collection', 'body', 'whole', 'sentences'],
    },
  },
  passage_words: {
    ...aboutNobody,
    purpose: 'Full-text index of the passages',
    columns: { ours: ['heading', 'text', 'collection'] },
  },
  example_vectors: {
    ...aboutNobody,
    purpose: "Vectors of policy's example sentences",
    columns: { code: ['model'], hash: ['text_hash'], ours: ['vector'] },
  },
  fitted_models: {
    ...aboutNobody,
    purpose: "What was learnt from policy's example sentences",
    columns: { reference: ['key'], ours: ['body'], hash: ['hash'] },
  },
};
