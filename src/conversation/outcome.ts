import type { AcceptedReply } from './reply.ts';

/** Why a person takes over: closed and stable, used in policy files, metrics and the record. */
export const handoverReasons = [
  'legal-language',
  'safety',
  'security',
  'person-requested',
  'policy-tier',
  'sensitive-topic',
  'sentiment-degradation',
  'turn-limit',
  'repeated-question',
  'low-confidence',
  'low-relevance',
  'low-relevance-on-sensitive-topic',
  'stale-knowledge',
  'draft-rejected',
  'out-of-scope',
  'complex',
  'unsupported-language',
  'action-failed',
  'action-approval',
  'identity-unverified',
  'redaction-uncertain',
  'interrupted',
  'appliance-fault',
  'overload',
  'stopped',
  'taken-over',
] as const;

export type HandoverReason = (typeof handoverReasons)[number];

export const priorities = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** True where one goes before the other; equals do not. */
export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return priorities.indexOf(one) < priorities.indexOf(other);
}

/** Where a handed-over conversation waits, as the customer may know it. */
export interface HandoverTicket {
  readonly reference: string;
  readonly queue: string;
  readonly priority: Priority;
  /** 1 is next. */
  readonly position: number;
}

/** Every ending staff would call normal. A reply in it is always an accepted one. */
export type Outcome =
  | { readonly kind: 'answered'; readonly reply: AcceptedReply }
  | { readonly kind: 'clarifying'; readonly reply: AcceptedReply }
  | { readonly kind: 'confirming'; readonly reply: AcceptedReply; readonly step: string }
  | {
      readonly kind: 'handed-over';
      readonly reason: HandoverReason;
      readonly reply: AcceptedReply;
      readonly queue: string;
      readonly priority: Priority;
    }
  | { readonly kind: 'with-person' };

export type OutcomeKind = Outcome['kind'];
