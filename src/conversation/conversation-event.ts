import type { HandoverReason } from './outcome.ts';

/** Everything that can move a conversation. Stored in order with the version it led to; replaying them gives the state again. */
export type ConversationEvent =
  | { readonly kind: 'started' }
  /** `newIssue` starts the count of turns again. */
  | { readonly kind: 'customer-wrote'; readonly turn: number; readonly newIssue: boolean }
  | { readonly kind: 'assistant-replied'; readonly turn: number; readonly outcome: 'answered' | 'clarifying' }
  /** A step waits for its own yes or no. */
  | { readonly kind: 'confirmation-asked'; readonly turn: number; readonly step: string }
  /** A turn without words: it is no message about the issue, so the turn limit does not count it. */
  | { readonly kind: 'confirmation-answered'; readonly turn: number; readonly step: string; readonly accepted: boolean }
  | { readonly kind: 'identity-verified'; readonly turn: number }
  | { readonly kind: 'handed-over'; readonly reference: string; readonly reason: HandoverReason }
  | { readonly kind: 'claimed'; readonly reference: string }
  | { readonly kind: 'person-replied' }
  | { readonly kind: 'taken-over' }
  | { readonly kind: 'returned'; readonly reference: string }
  | { readonly kind: 'resolved'; readonly reference: string }
  | { readonly kind: 'issue-resolved' }
  | { readonly kind: 'closed' };
