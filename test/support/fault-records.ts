import type { LogEntry } from '../../src/audit/entry-format.ts';
import { beginning, nextState, type Progress } from '../../src/conversation/next-state.ts';
import type { Priority } from '../../src/conversation/outcome.ts';
import type { RedactedText } from '../../src/conversation/redacted-text.ts';
import type { LedgerRecord, NewConversation, NewHandover, OpenTurn, Write } from '../../src/pipeline/ledger.ts';
import type { TurnView } from '../../src/pipeline/views.ts';
import { asRedacted } from './as-redacted.ts';
import { STORE_BEGINS } from './fault-store.ts';

const actor = { role: 'kiosk', key: 'k_kiosk_1' } as const;
/** What every conversation of these tests stands at after its first event. */
export const started: Progress = { ...beginning, version: 1 };

export function at(seconds: number): Date {
  return new Date(STORE_BEGINS + seconds * 1_000);
}

export function givenConversation(id: string, fields: Partial<NewConversation> = {}): NewConversation {
  return {
    id,
    subject: `s_${id}`,
    keyId: actor.key,
    channel: 'kiosk',
    language: 'en',
    collection: 'default',
    tier: 'standard',
    verified: false,
    basis: 'contract',
    startedAt: at(0),
    ...fields,
  };
}

type Idempotency = LedgerRecord<unknown>['idempotency'];

/** Starts a conversation; answers its id. */
export function startRecord(
  id: string,
  fields: Partial<NewConversation> = {},
  idempotency: Idempotency = null,
): LedgerRecord<{ readonly id: string }> {
  const conversation = givenConversation(id, fields);
  const writes: Write[] = [
    { kind: 'conversation', conversation },
    { kind: 'events', conversation: id, events: [{ kind: 'started' }], progress: started, at: conversation.startedAt },
  ];
  const { channel, language, collection, subject, tier, verified } = conversation;
  const entry: LogEntry = {
    v: 2,
    at: conversation.startedAt.toISOString(),
    actor,
    kind: 'conversation-started',
    conversation: id,
    channel,
    language,
    collection,
    subject,
    tier,
    verified,
  };
  return { entry, expects: null, idempotency, build: () => ({ writes, answer: { id } }) };
}

export interface TurnStory {
  readonly conversation: string;
  /** Where the conversation stands before the turn. */
  readonly before: Progress;
  readonly seconds?: number;
  readonly question?: string;
  readonly reply?: string;
  readonly idempotency?: Idempotency;
  readonly writes?: readonly Write[];
}

/** Seals one answered turn; answers its view, receipt included. */
export function turnRecord(story: TurnStory): LedgerRecord<TurnView> {
  const { conversation, before, question = 'Where is my card?', reply = 'Cards arrive in five days.' } = story;
  const turn = before.turns + 1;
  const moment = at(story.seconds ?? turn);
  const entry: LogEntry = {
    v: 2,
    at: moment.toISOString(),
    actor,
    kind: 'turn',
    conversation,
    turn,
    outcome: 'answered',
    question: question as RedactedText,
    reply,
    mode: 'quoted',
    citations: [],
    decision: {},
    versions: { policy: 'sha256:p', knowledge: 'sha256:k', embedModel: 'words' },
    entityTypes: [],
    receivedAt: moment.toISOString(),
  };
  return {
    entry,
    expects: { conversation, version: before.version },
    idempotency: story.idempotency ?? null,
    build: ({ receipt }) => {
      const view = toView({ conversation, turn, reply, receipt });
      return { writes: [...turnWrites(story, view, moment), ...(story.writes ?? [])], answer: view };
    },
  };
}

/** Where a conversation stands after an answered turn. */
export function afterTurn(before: Progress): Progress {
  const turn = before.turns + 1;
  const wrote = nextState(before, { kind: 'customer-wrote', turn, newIssue: false });
  const replied = wrote.ok
    ? nextState(wrote.progress, { kind: 'assistant-replied', turn, outcome: 'answered' })
    : wrote;
  if (!replied.ok) throw new Error(`An answered turn is not allowed: ${replied.code}`);
  return replied.progress;
}

function turnWrites({ conversation, before, question }: TurnStory, view: TurnView, moment: Date): readonly Write[] {
  const { turn } = view;
  return [
    {
      kind: 'events',
      conversation,
      events: [
        { kind: 'customer-wrote', turn, newIssue: false },
        { kind: 'assistant-replied', turn, outcome: 'answered' },
      ],
      progress: afterTurn(before),
      at: moment,
    },
    {
      kind: 'turn',
      view,
      at: moment,
      question: asRedacted(question ?? 'Where is my card?'),
      outcome: 'answered',
      intent: 'card-arrival',
      sentiment: 0,
    },
  ];
}

function toView(fields: Pick<TurnView, 'conversation' | 'turn' | 'receipt'> & { readonly reply: string }): TurnView {
  const { conversation, turn, receipt, reply } = fields;
  return {
    conversation,
    turn,
    outcome: 'answered',
    reply: { text: reply, language: 'en', mode: 'quoted', citations: [] },
    confirmation: null,
    handover: null,
    receipt,
    triage: {},
    decision: {},
    timings: {},
  };
}

export function givenHandover(
  reference: string,
  conversation: string,
  fields: { readonly queue?: string; readonly priority?: Priority; readonly seconds?: number } = {},
): NewHandover {
  return {
    reference,
    conversation,
    turn: 1,
    reason: 'person-requested',
    queue: fields.queue ?? 'general',
    priority: fields.priority ?? 'normal',
    at: at(fields.seconds ?? 0).toISOString(),
    headline: 'Wants a person',
    packet: { customer: 'a', issue: 'b', tried: 'c', knowledge: 'd', next: 'e', tone: 'f' },
    entities: [{ type: 'IBAN', placeholder: '[IBAN_1]' }],
    rationale: 'asked for',
    attempted: [],
  };
}

/** Writes without moving the conversation, under an entry of its own. */
export function writeRecord(conversation: string, writes: readonly Write[]): LedgerRecord<null> {
  const entry: LogEntry = { v: 2, at: at(0).toISOString(), actor, kind: 'takeover', conversation };
  return { entry, expects: null, idempotency: null, build: () => ({ writes, answer: null }) };
}

/** The first turn of a conversation, being streamed. */
export function openTurn(conversation: string): OpenTurn {
  const answers = [{ keyId: actor.key, key: 'message-1', requestHash: 'hash' }];
  return { conversation, turn: 1, at: at(0).toISOString(), question: asRedacted('Q'), sentences: ['One.'], answers };
}

export function conversationIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `c_${index + 1}`);
}

/** A person's word in a conversation, under an entry of its own. */
export function personReply(
  conversation: string,
  reply: { readonly id: string; readonly turn: number; readonly seconds: number; readonly text: string },
): LedgerRecord<null> {
  const { id, turn, seconds } = reply;
  const said = { id, conversation, turn, at: at(seconds), text: asRedacted(reply.text) };
  return {
    ...writeRecord(conversation, []),
    build: ({ receipt }) => ({ writes: [{ kind: 'person-reply', ...said, receipt }], answer: null }),
  };
}
