import { type ConversationState, conversationStates } from '../../conversation/conversation.ts';
import type { Progress } from '../../conversation/next-state.ts';
import { type OutcomeKind, priorities } from '../../conversation/outcome.ts';
import { parseJson } from '../../conversation/parse-json.ts';
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

export interface TurnRow {
  readonly conversation: string;
  readonly turn: number;
  readonly at: string;
  readonly question: string;
  readonly outcome: string;
  readonly intent: string;
  readonly sentiment: number;
  readonly view: string;
}

export interface ReplyRow {
  readonly turn: number;
  readonly at: string;
  readonly text: string;
  readonly leaf_index: number;
  readonly leaf: string;
}

export interface HandoverRow {
  readonly reference: string;
  readonly conversation: string;
  readonly state: string;
  readonly queue: string;
  readonly priority: number;
  readonly at: string;
  readonly claimed_by: string | null;
  readonly body: string;
  readonly resolution: string | null;
}

export interface LogRow {
  readonly idx: number;
  readonly entry: string;
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

export function toRememberedTurn(row: TurnRow): RememberedTurn {
  const { reply } = toTurnView(row.view);
  return {
    turn: row.turn,
    question: row.question,
    reply: reply?.text ?? '',
    outcome: row.outcome as OutcomeKind,
    intent: row.intent,
    sentiment: row.sentiment,
    documents: (reply?.citations ?? []).map((citation) => citation.passage.split('#')[0] ?? ''),
  };
}

/** Customer, assistant and people in the order they spoke; a clock that was set back in between changes no side's own order. */
export function toTranscriptLines(turns: readonly TurnRow[], replies: readonly ReplyRow[]): readonly TranscriptLine[] {
  const spoken = turns.flatMap((row): TranscriptLine[] => {
    const { reply, receipt } = toTurnView(row.view);
    const place = { index: receipt.index, leaf: receipt.leaf };
    const base = { turn: row.turn, at: row.at, citations: [], outcome: null, receipt: place };
    const lines: TranscriptLine[] = row.question === '' ? [] : [{ ...base, from: 'customer', text: row.question }];
    if (reply === null) return lines;
    const outcome = row.outcome as OutcomeKind;
    return [...lines, { ...base, from: 'assistant', text: reply.text, outcome, citations: reply.citations }];
  });
  const people = replies.map((row): TranscriptLine => {
    const place = { index: row.leaf_index, leaf: row.leaf };
    return { turn: row.turn, at: row.at, from: 'person', text: row.text, outcome: null, citations: [], receipt: place };
  });
  return mergeByTime(spoken, people);
}

function mergeByTime(spoken: readonly TranscriptLine[], people: readonly TranscriptLine[]): readonly TranscriptLine[] {
  const waiting = [...people];
  const merged = spoken.flatMap((line) => {
    const next = waiting.findIndex((one) => one.at >= line.at);
    return [...waiting.splice(0, next === -1 ? waiting.length : next), line];
  });
  return [...merged, ...waiting];
}

export function toHandoverView(row: HandoverRow): HandoverView {
  const body = parseJson(row.body) as Omit<
    HandoverView,
    'reference' | 'conversation' | 'state' | 'queue' | 'priority' | 'at' | 'claimedBy' | 'resolution'
  >;
  return {
    reference: row.reference,
    conversation: row.conversation,
    turn: body.turn,
    state: row.state as HandoverView['state'],
    queue: row.queue,
    priority: priorities[row.priority] ?? 'normal',
    at: row.at,
    claimedBy: row.claimed_by,
    reason: body.reason,
    headline: body.headline,
    packet: body.packet,
    entities: body.entities,
    rationale: body.rationale,
    attempted: body.attempted,
    resolution: row.resolution === null ? null : (parseJson(row.resolution) as Resolution),
  };
}

/** Entries differ in where they keep what a person said about an act. */
export function toHandoverStep({ idx, entry }: LogRow): HandoverStep {
  const said = parseJson(entry) as {
    readonly kind: string;
    readonly at: string;
    readonly actor: HandoverStep['by'];
    readonly turn?: number;
    readonly note?: string;
    readonly resolution?: string;
    readonly text?: string;
  };
  return {
    act: said.kind === 'turn' ? 'handed-over' : said.kind,
    at: said.at,
    by: said.actor,
    note: said.note ?? said.resolution ?? said.text ?? null,
    turn: said.turn ?? null,
    entry: idx,
  };
}
