import type { HandoverReason } from '../conversation/outcome.ts';
import type { OperationPolicy, OperationRule } from '../policy/action-policy.ts';
import type { SignalValue } from '../policy/condition.ts';
import type { Parameters } from './connector.ts';
import { valueAt } from './value-at.ts';

export type Facts = Readonly<Record<string, SignalValue>>;

export type Verdict =
  | { readonly kind: 'allow'; readonly rule: RuleName | null }
  | { readonly kind: 'refuse'; readonly rule: RuleName; readonly text: OperationRule['text'] }
  | { readonly kind: 'hand-over'; readonly rule: RuleName | null; readonly reason: HandoverReason };

export interface RuleName {
  readonly id: string;
  readonly at: string;
}

/** The declared facts out of what a system answered, or the name of one that is not as declared. */
export function toFacts(
  operation: OperationPolicy,
  answer: unknown,
): { readonly facts: Facts } | { readonly lacks: string } {
  const facts: Record<string, SignalValue> = {};
  for (const [name, { type, at }] of Object.entries(operation.spec.facts?.values ?? {})) {
    const value = valueAt(answer, at);
    if (type === 'string' && typeof value === 'string') facts[name] = value;
    else if (type === 'boolean' && typeof value === 'boolean') facts[name] = value;
    else if ((type === 'number' || type === 'integer') && typeof value === 'number') facts[name] = value;
    else return { lacks: name };
  }
  return { facts };
}

/**
 * Asks the rules of the operation in their order; the first that holds decides, and where none does the operation is
 * allowed. A rule that cannot be asked is a doubt, and a doubt ends with a person.
 */
export function judgeOperation(operation: OperationPolicy, known: Facts | Parameters): Verdict {
  for (const rule of operation.rules) {
    const name = { id: rule.id, at: rule.at };
    let holds: boolean;
    try {
      holds = rule.condition.holds(known);
    } catch {
      return { kind: 'hand-over', rule: name, reason: 'action-failed' };
    }
    if (!holds) continue;
    switch (rule.decide) {
      case 'allow':
        return { kind: 'allow', rule: name };
      case 'refuse':
        return { kind: 'refuse', rule: name, text: rule.text };
      case 'hand-over':
        return { kind: 'hand-over', rule: name, reason: rule.reason ?? 'action-approval' };
    }
  }
  return { kind: 'allow', rule: null };
}
