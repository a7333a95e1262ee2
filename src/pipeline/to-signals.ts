import type { Turn } from '../conversation/conversation.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import type { Recollection } from '../memory/recollection.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { Signals } from '../policy/signals.ts';
import type { Triage } from '../triage/triage.ts';

/** The signals rules look at, as far as they are known before anything is looked up. */
export function toSignals(
  turn: Turn,
  triage: Triage,
  known: { readonly recollection: Recollection; readonly issueTurns: number; readonly policy: PolicySnapshot },
): Signals {
  return {
    intent: triage.intent.id,
    category: triage.category,
    sensitive: triage.sensitive,
    intentConfidence: triage.intent.confidence,
    inScope: triage.inScope,
    urgency: triage.urgency,
    complexity: triage.complexity.level,
    sentiment: triage.sentiment.score,
    sentimentLabel: triage.sentiment.label,
    sentimentTrend: triage.sentiment.trend,
    emotion: triage.emotion,
    language: triage.language,
    languageSupported: triage.languageSupported,
    tier: turn.conversation.tier,
    verified: turn.conversation.verified,
    issueTurns: known.issueTurns,
    turnLimit: known.policy.files.escalation.turnLimit,
    clarifications: known.recollection.clarifications,
    repeatedQuestion: triage.repeatedQuestion,
    handler: triage.handler?.id ?? '',
    amount: triage.amount,
    disputeThreshold: known.policy.files.sensitive.disputeThreshold,
    redactionComplete: turn.redactionComplete,
    relevance: 0,
    passages: 0,
    stale: false,
    draftRejected: false,
    grounded: 0,
  };
}

/** A passage that fits less than this bears no reply, so its age is nobody's concern. */
export const BEARING = 0.4;

/** The same signals with what retrieval and validation added. */
export function withEvidence(
  signals: Signals,
  evidence: {
    readonly passages: readonly RetrievedPassage[];
    /** Passages the draft cites; staleness counts for these alone. */
    readonly cited: readonly string[];
    readonly draftRejected: boolean;
    readonly grounded: number;
  },
): Signals {
  return {
    ...signals,
    relevance: evidence.passages[0]?.relevance ?? 0,
    passages: evidence.passages.length,
    stale: evidence.passages.some(
      ({ id, stale, relevance }) => stale && relevance >= BEARING && evidence.cited.includes(id),
    ),
    draftRejected: evidence.draftRejected,
    grounded: evidence.grounded,
  };
}
