import type { HandoverReason, Priority } from '../conversation/outcome.ts';

/** A rule that was looked at and held. */
export interface FiredRule {
  readonly id: string;
  /** `file:line:column` in the policy. */
  readonly at: string;
}

/** Everything a reviewer needs to see why, in one value. */
export interface Explanation {
  readonly rules: readonly FiredRule[];
  /** Soft signals that held, with what each weighs; together they are the score. */
  readonly signals: readonly { readonly id: string; readonly weight: number; readonly at: string }[];
  readonly score: number;
  readonly threshold: number;
  /** Conditions that could not be evaluated; each counts as doubt. */
  readonly unsure: readonly string[];
}

/** What happens with a turn, decided by code from policy and signals. */
export type Decision =
  | { readonly kind: 'go-on'; readonly explanation: Explanation }
  | { readonly kind: 'clarify'; readonly explanation: Explanation }
  | {
      readonly kind: 'hand-over';
      readonly reason: HandoverReason;
      readonly queue: string;
      readonly priority: Priority;
      readonly explanation: Explanation;
    };
