import type { LoggedEntry } from '../../audit/audit-log.ts';
import { type ConversationState, conversationStates } from '../../conversation/conversation.ts';
import { erasedText } from '../../conversation/erased-text.ts';
import type { Progress } from '../../conversation/next-state.ts';
import { type HandoverReason, type OutcomeKind, priorities } from '../../conversation/outcome.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { RedactedText } from '../../conversation/redacted-text.ts';
import type { RememberedTurn } from '../../memory/recollection.ts';
import type { StoredConversation } from '../../pipeline/records.ts';
import type { HandoverStep, HandoverView, Resolution, TranscriptLine, TurnView } from '../../pipeline/views.ts';

export interface ConversationRow {
  readonly id: string;
  readonly subject: string;
  readonly key_id: string;
  readonly channel: string;
  readonly language: string;
  readonly collection: string;
  readonly tier: string;
  readonly verified: number;
  readonly started_at: string;
  readonly state: string;
  readonly version: number;
  readonly turns: number;
  readonly issue_turns: number;
  readonly issue_start: number;
}

/** Texts are null once the key of their subject was destroyed, here and below. */
export interface TurnRow {
  readonly conversation: string;
  readonly turn: number;
  readonly at: string;
  readonly question: string | null;
  readonly outcome: string;
  readonly intent: string;
  readonly sentiment: number;
  readonly view: string | null;
}

export interface ReplyRow {
  readonly turn: number;
  readonly at: string;
  readonly text: string | null;
  readonly leaf_index: number;
  readonly leaf: string;
}

export interface HandoverRow {
  readonly reference: string;
  readonly conversation: string;
  readonly turn: number;
  readonly reason: string;
  readonly state: string;
  readonly queue: string;
  readonly priority: number;
  readonly at: string;
  readonly claimed_by: string | null;
  readonly body: string | null;
  readonly resolution: string | null;
}

/** Rows are this appliance's own JSON, written by the ledger and covered by the log; their shape is taken as written. */
export function toTurnView(json: string): TurnView {
  return parseJson(json) as TurnView;
}

export function toStoredConversation(row: ConversationRow, beginning: Progress): StoredConversation {
  const state: ConversationState = conversationStates.find((one) => one === row.state) ?? beginning.state;
  return {
    keyId: row.key_id,
    progress: {
      state,
      version: row.version,
      turns: row.turns,
      issueTurns: row.issue_turns,
      issueStart: row.issue_start,
    },
    conversation: {
      id: row.id,
      state,
      version: row.version,
      channel: row.channel,
      language: row.language,
      collection: row.collection,
      subject: row.subject,
      tier: row.tier,
      verified: row.verified === 1,
      startedAt: new Date(row.started_at),
      turns: row.turns,
    },
  };
}

/** Nothing is remembered of a turn that was erased. */
export function toRememberedTurns(row: TurnRow): readonly RememberedTurn[] {
  if (row.view === null || row.question === null) return [];
  const { reply } = toTurnView(row.view);
  const remembered: RememberedTurn = {
    turn: row.turn,
    // Redacted before it was stored.
    question: row.question as RedactedText,
    reply: reply?.text ?? '',
    outcome: row.outcome as OutcomeKind,
    intent: row.intent,
    sentiment: row.sentiment,
    documents: (reply?.citations ?? []).map((citation) => citation.passage.split('#')[0] ?? ''),
  };
  return [remembered];
}

/** Customer, assistant and people in the order they spoke; a clock that was set back in between changes no side's own order. */
export function toTranscriptLines(turns: readonly TurnRow[], replies: readonly ReplyRow[]): readonly TranscriptLine[] {
  const people = replies.map((row): TranscriptLine => {
    const place = { index: row.leaf_index, leaf: row.leaf };
    const text = row.text ?? erasedText;
    return { turn: row.turn, at: row.at, from: 'person', text, outcome: null, citations: [], receipt: place };
  });
  return mergeByTime(turns.flatMap(toSpokenLines), people);
}

function toSpokenLines(row: TurnRow): readonly TranscriptLine[] {
  const base = { turn: row.turn, at: row.at, citations: [], outcome: null, receipt: null };
  const outcome = row.outcome as OutcomeKind;
  if (row.view === null) {
    const asked: TranscriptLine = { ...base, from: 'customer', text: erasedText };
    return [asked, { ...base, from: 'assistant', text: erasedText, outcome }];
  }
  const { reply, receipt } = toTurnView(row.view);
  const spoken = { ...base, receipt: { index: receipt.index, leaf: receipt.leaf } };
  const lines: TranscriptLine[] = row.question ? [{ ...spoken, from: 'customer', text: row.question }] : [];
  if (reply === null) return lines;
  return [...lines, { ...spoken, from: 'assistant', text: reply.text, outcome, citations: reply.citations }];
}

function mergeByTime(spoken: readonly TranscriptLine[], people: readonly TranscriptLine[]): readonly TranscriptLine[] {
  const waiting = [...people];
  const merged = spoken.flatMap((line) => {
    const next = waiting.findIndex((one) => one.at >= line.at);
    return [...waiting.splice(0, next === -1 ? waiting.length : next), line];
  });
  return [...merged, ...waiting];
}

/** What is kept of a handover as one box. */
type HandoverBody = Pick<HandoverView, 'headline' | 'packet' | 'entities' | 'rationale' | 'attempted'>;

const erasedBody: HandoverBody = {
  headline: erasedText,
  packet: {
    customer: erasedText,
    issue: erasedText,
    tried: erasedText,
    knowledge: erasedText,
    next: erasedText,
    tone: erasedText,
  },
  entities: [],
  rationale: erasedText,
  attempted: [],
};

export function toHandoverView(row: HandoverRow): HandoverView {
  const body = row.body === null ? erasedBody : (parseJson(row.body) as HandoverBody);
  return {
    reference: row.reference,
    conversation: row.conversation,
    turn: row.turn,
    state: row.state as HandoverView['state'],
    queue: row.queue,
    priority: priorities[row.priority] ?? 'normal',
    at: row.at,
    claimedBy: row.claimed_by,
    reason: row.reason as HandoverReason,
    headline: body.headline,
    packet: body.packet,
    entities: body.entities,
    rationale: body.rationale,
    attempted: body.attempted,
    resolution: row.resolution === null ? null : (parseJson(row.resolution) as Resolution),
  };
}

/** Entries differ in where they keep what a person said about an act. */
export function toHandoverStep({ index, entry }: LoggedEntry): HandoverStep {
  return {
    act: entry.kind === 'turn' ? 'handed-over' : entry.kind,
    at: entry.at,
    by: entry.actor,
    note: noteOf(entry) ?? null,
    turn: entry.kind === 'turn' ? entry.turn : null,
    entry: index,
  };
}

function noteOf(entry: LoggedEntry['entry']): string | undefined {
  switch (entry.kind) {
    case 'handover-claimed':
    case 'handover-returned':
    case 'takeover':
      return entry.note;
    case 'handover-resolved':
      return entry.resolution;
    case 'person-replied':
      return entry.text;
    default:
      return undefined;
  }
}
