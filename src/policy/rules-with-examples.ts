import type { HandoverReason } from '../conversation/outcome.ts';
import type { PolicyFileName } from './policy-schema.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';
import type { RuleExample } from './rule-examples.ts';

/** A rule with the examples it carries. */
export interface CarryingRule {
  readonly kind: 'hard' | 'soft' | 'clarify' | 'handler' | 'topic' | 'commitment' | 'scripted' | 'handover';
  readonly id: string;
  readonly file: PolicyFileName;
  readonly path: readonly (string | number)[];
  /** `file:line:column`. */
  readonly at: string;
  /** The reason a turn is handed over for when the rule speaks; null where it does not by itself. */
  readonly reason: HandoverReason | null;
  readonly stage?: 'before' | 'after';
  readonly examples: readonly RuleExample[];
  readonly not: readonly RuleExample[];
}

/** Every rule that may carry examples, whether it does or not. */
export function rulesWithExamples(policy: PolicySnapshot): readonly CarryingRule[] {
  const { escalation, sensitive, content, scope } = policy.files;
  const place = (file: PolicyFileName, ...path: readonly (string | number)[]) => ({
    file,
    path,
    at: policy.locate(file, path),
  });
  return [
    ...escalation.hard.map((rule, index) => ({
      ...rule,
      kind: 'hard' as const,
      ...place('escalation', 'hard', index),
    })),
    ...escalation.soft.signals.map((rule, index) => ({
      ...rule,
      kind: 'soft' as const,
      // A doubt decides together with others.
      reason: null,
      ...place('escalation', 'soft', 'signals', index),
    })),
    { ...escalation.clarify, kind: 'clarify', id: 'when', reason: null, ...place('escalation', 'clarify') },
    ...sensitive.handlers.map((rule, index) => ({
      ...rule,
      kind: 'handler' as const,
      ...place('sensitive', 'handlers', index),
    })),
    ...content.prohibitedTopics.map((rule, index) => ({
      ...rule,
      kind: 'topic' as const,
      reason: null,
      ...place('content', 'prohibitedTopics', index),
    })),
    ...content.commitments.map((rule, index) => ({
      ...rule,
      kind: 'commitment' as const,
      reason: null,
      ...place('content', 'commitments', index),
    })),
    ...scope.scripted.map((rule, index) => ({
      ...rule,
      kind: 'scripted' as const,
      id: rule.intent,
      reason: null,
      ...place('scope', 'scripted', index),
    })),
    ...scope.handover.map((rule, index) => ({
      ...rule,
      kind: 'handover' as const,
      id: rule.intent,
      ...place('scope', 'handover', index),
    })),
  ];
}
