import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { ValidationRules } from '../validation/validation-rules.ts';

const made = new WeakMap<PolicySnapshot, ValidationRules>();

/** What validation asks of policy, each rule with the place it is written at. */
export function toValidationRules(policy: PolicySnapshot): ValidationRules {
  const known = made.get(policy);
  if (known) return known;
  const { content, tone, scope } = policy.files;
  const rules: ValidationRules = {
    prohibitedPhrases: tone.prohibitedPhrases.map((phrase, index) => ({
      phrase,
      rule: policy.locate('tone', ['prohibitedPhrases', index]),
    })),
    prohibitedTopics: content.prohibitedTopics.map(({ id, phrases }, index) => ({
      id,
      phrases,
      rule: policy.locate('content', ['prohibitedTopics', index]),
    })),
    commitments: content.commitments.map(({ id, phrases }, index) => ({
      id,
      phrases,
      rule: policy.locate('content', ['commitments', index]),
    })),
    maxSentences: content.maxSentences,
    maxCharacters: content.maxCharacters,
    languages: scope.languages,
  };
  made.set(policy, rules);
  return rules;
}
