import type { Signals } from './signals.ts';

/** Nothing found and nothing known: what an older version did not record of a turn. */
export const restingSignals: Signals = {
  intent: '',
  category: 'general',
  sensitive: false,
  intentConfidence: 0,
  inScope: 0,
  urgency: 'normal',
  complexity: 'simple',
  sentiment: 0,
  sentimentLabel: 'neutral',
  sentimentTrend: 'steady',
  emotion: 'neutral',
  language: 'en',
  languageSupported: true,
  tier: 'standard',
  verified: false,
  issueTurns: 1,
  turnLimit: 4,
  clarifications: 0,
  repeatedQuestion: false,
  handler: '',
  amount: 0,
  disputeThreshold: 500,
  redactionComplete: true,
  relevance: 0,
  passages: 0,
  stale: false,
  draftRejected: false,
  grounded: 0,
};

/** Signals from values somebody wrote or stored: one that is missing or of another type is the resting one. */
export function signalsFrom(values: Readonly<Record<string, unknown>>, resting: Signals): Signals {
  const value = <T>(name: keyof Signals, usual: T): T => {
    const found = values[name];
    return isLike(found, usual) ? found : usual;
  };
  return {
    intent: value('intent', resting.intent),
    category: value('category', resting.category),
    sensitive: value('sensitive', resting.sensitive),
    intentConfidence: value('intentConfidence', resting.intentConfidence),
    inScope: value('inScope', resting.inScope),
    urgency: value('urgency', resting.urgency),
    complexity: value('complexity', resting.complexity),
    sentiment: value('sentiment', resting.sentiment),
    sentimentLabel: value('sentimentLabel', resting.sentimentLabel),
    sentimentTrend: value('sentimentTrend', resting.sentimentTrend),
    emotion: value('emotion', resting.emotion),
    language: value('language', resting.language),
    languageSupported: value('languageSupported', resting.languageSupported),
    tier: value('tier', resting.tier),
    verified: value('verified', resting.verified),
    issueTurns: value('issueTurns', resting.issueTurns),
    turnLimit: value('turnLimit', resting.turnLimit),
    clarifications: value('clarifications', resting.clarifications),
    repeatedQuestion: value('repeatedQuestion', resting.repeatedQuestion),
    handler: value('handler', resting.handler),
    amount: value('amount', resting.amount),
    disputeThreshold: value('disputeThreshold', resting.disputeThreshold),
    redactionComplete: value('redactionComplete', resting.redactionComplete),
    relevance: value('relevance', resting.relevance),
    passages: value('passages', resting.passages),
    stale: value('stale', resting.stale),
    draftRejected: value('draftRejected', resting.draftRejected),
    grounded: value('grounded', resting.grounded),
  };
}

function isLike<T>(value: unknown, usual: T): value is T {
  return typeof value === typeof usual;
}
