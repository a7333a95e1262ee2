import type { SignalSchema } from './condition.ts';

/** Everything an escalation rule may look at. What is not known yet at a stage has its resting value. */
export const signalSchema = {
  intent: 'string',
  category: 'string',
  /** The intent is marked sensitive: money in dispute, legal, security. */
  sensitive: 'bool',
  intentConfidence: 'double',
  inScope: 'double',
  urgency: 'string',
  complexity: 'string',
  sentiment: 'double',
  sentimentLabel: 'string',
  /** `falling`, `steady` or `rising` over the turns of the issue. */
  sentimentTrend: 'string',
  emotion: 'string',
  language: 'string',
  languageSupported: 'bool',
  tier: 'string',
  verified: 'bool',
  /** Customer turns on the present issue, this one included. */
  issueTurns: 'double',
  /** Turns an unresolved issue may take, from `escalation.yaml`. */
  turnLimit: 'double',
  clarifications: 'double',
  repeatedQuestion: 'bool',
  /** Handler of `sensitive.yaml` that the words of the message called, or an empty text. */
  handler: 'string',
  /** Largest amount named in the message. */
  amount: 'double',
  /** Amount above which a dispute is for specialists, from `sensitive.yaml`. */
  disputeThreshold: 'double',
  redactionComplete: 'bool',
  /** Relevance of the best passage, 0 before retrieval. */
  relevance: 'double',
  passages: 'double',
  /** The reply rests on a stale passage. */
  stale: 'bool',
  draftRejected: 'bool',
  grounded: 'double',
} as const satisfies SignalSchema;

export type SignalName = keyof typeof signalSchema;
type ValueOf<T> = T extends 'string' ? string : T extends 'double' ? number : boolean;
export type Signals = { readonly [Name in SignalName]: ValueOf<(typeof signalSchema)[Name]> };
