import { perSnapshot } from '../policy/per-snapshot.ts';
import type { ValidationRules } from '../validation/validation-rules.ts';

/** What validation asks of policy, each rule with the place it is written at. */
export const toValidationRules = perSnapshot((policy): ValidationRules => {
  const { content, tone, scope } = policy.files;
  return {
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
});
