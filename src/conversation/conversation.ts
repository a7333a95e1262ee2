import type { Entity, RedactedText } from './redacted-text.ts';

export const conversationStates = [
  'with-assistant',
  'awaiting-confirmation',
  'waiting-for-person',
  'with-person',
  'closed',
] as const;
export type ConversationState = (typeof conversationStates)[number];

/** What every stage may know about the conversation a message belongs to. */
export interface Conversation {
  readonly id: string;
  readonly state: ConversationState;
  /** Grows by one with every stored event and never goes back. */
  readonly version: number;
  readonly channel: string;
  readonly language: string;
  readonly collection: string;
  /** Pseudonym of the customer; the reference they came with stands only in the vault. */
  readonly subject: string;
  readonly tier: string;
  readonly verified: boolean;
  readonly startedAt: Date;
  /** Customer turns so far. */
  readonly turns: number;
}

/** What a customer wrote, as it came through the wall: personal data and all. Only `redaction/` may look inside. */
export interface CustomerMessage {
  readonly conversation: Conversation;
  readonly text: string;
  readonly receivedAt: Date;
}

/** One customer message on its way to an ending, with nothing personal in it. */
export interface Turn {
  readonly conversation: Conversation;
  readonly number: number;
  readonly question: RedactedText;
  readonly entities: readonly Entity[];
  readonly receivedAt: Date;
  /** False when a recogniser could not run: the turn then goes to a person. */
  readonly redactionComplete: boolean;
}

/** True while people hold the conversation and the assistant is silent. */
export function isHeldByPerson({ state }: Pick<Conversation, 'state'>): boolean {
  return state === 'waiting-for-person' || state === 'with-person';
}
