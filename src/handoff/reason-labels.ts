import type { HandoverReason } from '../conversation/outcome.ts';

/** A reason as staff read it, after "because of". A reason without words breaks the build here. */
export const reasonLabels: Readonly<Record<HandoverReason, string>> = {
  'legal-language': 'legal language',
  safety: 'danger to somebody',
  security: 'account security',
  'person-requested': 'person requested',
  'policy-tier': 'tier rule',
  'sensitive-topic': 'sensitive topic',
  'sentiment-degradation': 'mood getting worse',
  'turn-limit': 'turn limit',
  'repeated-question': 'repeated question',
  'low-confidence': 'unclear what is meant',
  'low-relevance': 'nothing found that fits',
  'low-relevance-on-sensitive-topic': 'weak findings on a sensitive topic',
  'stale-knowledge': 'stale knowledge',
  'draft-rejected': 'draft rejected',
  'out-of-scope': 'out of scope',
  complex: 'several matters at once',
  'unsupported-language': 'unsupported language',
  'action-failed': 'failed action',
  'redaction-uncertain': 'masking uncertain',
  interrupted: 'assistant cut off',
  'appliance-fault': 'fault of the assistant',
  overload: 'overload',
  stopped: 'assistant switched off',
  'taken-over': 'taken over by a colleague',
};
