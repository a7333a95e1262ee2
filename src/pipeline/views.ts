import type { Receipt } from '../audit/receipt.ts';
import type { ConversationState } from '../conversation/conversation.ts';
import type { HandoverReason, HandoverTicket, OutcomeKind, Priority } from '../conversation/outcome.ts';
import type { Citation, SpeakingMode } from '../conversation/reply.ts';
import type { Packet } from '../handoff/to-packet.ts';
import type { ConsentState } from './remembering/consent-views.ts';

export interface ReplyView {
  readonly text: string;
  readonly language: string;
  readonly mode: SpeakingMode;
  readonly citations: readonly Citation[];
}

/** `identity` is answered with a one-time code, `change` with a yes to what the reply shows. */
export interface ConfirmationView {
  readonly step: string;
  readonly kind: 'identity' | 'change';
  readonly until: string;
}

/** A Turn with everything staff may see; `http/` leaves out what the caller's role may not. */
export interface TurnView {
  readonly conversation: string;
  readonly turn: number;
  readonly outcome: OutcomeKind;
  readonly reply: ReplyView | null;
  /** The step that waits for the customer's yes or no; null where none does. */
  readonly confirmation: ConfirmationView | null;
  readonly handover: (HandoverTicket & { readonly reason: HandoverReason }) | null;
  readonly receipt: Receipt;
  readonly triage: Readonly<Record<string, unknown>>;
  readonly decision: Readonly<Record<string, unknown>>;
  /** Milliseconds a stage took, beside its budget and, where it is ended at one, its deadline. */
  readonly timings: Readonly<
    Record<string, { readonly ms: number; readonly budgetMs: number; readonly deadlineMs?: number | undefined }>
  >;
}

export interface TranscriptLine {
  readonly turn: number;
  readonly at: string;
  readonly from: 'customer' | 'assistant' | 'person';
  readonly text: string;
  readonly outcome: OutcomeKind | null;
  readonly citations: readonly Citation[];
  readonly receipt: Pick<Receipt, 'index' | 'leaf'> | null;
}

export interface ConversationView {
  readonly id: string;
  readonly state: ConversationState;
  readonly version: number;
  readonly channel: string;
  readonly language: string;
  readonly transcript: readonly TranscriptLine[];
  /** Where the customer stands with each purpose they were asked about. */
  readonly consents: readonly ConsentState[];
  /** Placeholders of the transcript whose value the caller may ask to see; none for a kiosk or an auditor. */
  readonly revealable: readonly string[];
}

export interface StartedView {
  readonly id: string;
  readonly notice: { readonly text: string; readonly version: string };
  readonly disclosure: { readonly text: string; readonly version: string };
  readonly state: ConversationState;
}

/** What became of a handover, in the words of whoever ended it; redacted. */
export interface Resolution {
  readonly kind: 'returned' | 'resolved';
  /** The note of a return, or what solved the matter. */
  readonly text: string;
  /** The label a person gives the turn: null where they did not say. */
  readonly assistantWasRight: boolean | null;
  /** What was wrong, as in "the assistant was wrong because …". */
  readonly because: string | null;
  readonly correctedReply: string | null;
  readonly at: string;
  /** Id of the key of who ended it. */
  readonly by: string;
}

/** One step on the way from the turn to the resolution, as the log has it. */
export interface HandoverStep {
  readonly act: string;
  readonly at: string;
  readonly by: { readonly role: string; readonly key: string };
  /** Redacted. */
  readonly note: string | null;
  readonly turn: number | null;
  /** Index of the entry that records it. */
  readonly entry: number;
}

export interface HandoverView {
  readonly reference: string;
  readonly conversation: string;
  /** The turn that was handed over, or the last one before a person took over. */
  readonly turn: number;
  readonly state: 'waiting' | 'claimed' | 'done';
  readonly reason: HandoverReason;
  readonly queue: string;
  readonly priority: Priority;
  readonly at: string;
  readonly claimedBy: string | null;
  readonly headline: string;
  readonly packet: Packet;
  readonly entities: readonly { readonly type: string; readonly placeholder: string }[];
  readonly rationale: string;
  readonly attempted: readonly { readonly action: string; readonly result: string }[];
  readonly resolution: Resolution | null;
  /** From the turn to the resolution; only where one handover is read by itself. */
  readonly chain?: readonly HandoverStep[];
}

/** Events of a turn under way, for a stream: a sentence is validated and on the record before it is told. */
export type TurnEvent =
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'sentence'; readonly text: string };

/** Told of a turn while it goes on; the turn waits until the listener has taken it in. */
export type Listen = (event: TurnEvent) => Promise<void>;

export type StageName =
  | 'redact'
  | 'recall'
  | 'triage'
  | 'decideBefore'
  | 'act'
  | 'judge'
  | 'retrieve'
  | 'draft'
  | 'validate'
  | 'decideAfter'
  | 'seal';
