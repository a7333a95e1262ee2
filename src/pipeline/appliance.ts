import type { Caller } from '../identity/roles.ts';
import type { ConversationView, HandoverView, Listen, StartedView, TurnView } from './views.ts';

/** Who calls, and how a repeat of the call is recognised. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /**
   * `key` is a keyed hash of what the caller sent; `requestHash` is one of method, path and body, so that one key cannot
   * stand for two requests.
   */
  readonly idempotency: { readonly key: string; readonly requestHash: string } | null;
}

export interface StartInput {
  readonly channel: string;
  readonly language: string | null;
  readonly collection: string | null;
  readonly customer: { readonly ref: string; readonly tier: string | null; readonly verified: boolean } | null;
  readonly basis: string | null;
}

/** The answer to one step. Consent holds for this step alone; `code` is the one-time code of an identity step. */
export interface StepAnswer {
  readonly step: string;
  readonly accept: boolean;
  readonly code: string | null;
}

export interface FeedbackInput {
  readonly csat: number | null;
  readonly effort: number | null;
  readonly resolved: boolean | null;
  readonly comment: string | null;
}

export interface ResolveInput {
  readonly resolution: string;
  readonly assistantWasRight: boolean | null;
  /** What was wrong with what the assistant said or did. */
  readonly because: string | null;
  readonly correctedReply: string | null;
}

export interface HandoverFilter {
  readonly state: 'waiting' | 'claimed' | 'done' | null;
  readonly queue: string | null;
  /** Opaque position from the answer before. */
  readonly after: string | null;
  readonly limit: number;
}

/** What customers, their kiosks and staff can do with conversations. Every method throws {@link ApplianceError} alone. */
export interface ConversationDesk {
  start(input: StartInput, call: Call): Promise<StartedView>;
  post(id: string, text: string, call: Call, listen?: Listen): Promise<TurnView>;
  /** Answers a step of a confirming turn. */
  confirm(id: string, answer: StepAnswer, call: Call): Promise<TurnView>;
  askForPerson(id: string, note: string | null, call: Call): Promise<TurnView>;
  giveFeedback(id: string, input: FeedbackInput, call: Call): Promise<{ readonly id: string }>;
  close(id: string, call: Call): Promise<{ readonly id: string; readonly state: 'closed' }>;
  read(id: string, caller: Caller): Promise<ConversationView>;
  readTurn(id: string, turn: number, caller: Caller): Promise<TurnView>;
}

/** What people do with what was handed over. */
export interface PeopleDesk {
  list(filter: HandoverFilter): Promise<{ readonly items: readonly HandoverView[]; readonly next: string | null }>;
  /** With the chain from the turn to the resolution. */
  read(reference: string): Promise<HandoverView>;
  claim(reference: string, call: Call, note?: string | null): Promise<HandoverView>;
  giveBack(reference: string, note: string, call: Call): Promise<HandoverView>;
  resolve(reference: string, input: ResolveInput, call: Call): Promise<HandoverView>;
  reply(conversation: string, text: string, call: Call): Promise<ConversationView>;
  takeOver(conversation: string, call: Call, note?: string | null): Promise<ConversationView>;
}
