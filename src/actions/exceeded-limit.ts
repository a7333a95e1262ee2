import type { OperationPolicy } from '../policy/action-policy.ts';
import type { Parameters } from './connector.ts';

/** How often the operation was begun already; a run whose result is unknown counts like any other. */
export interface RunCounts {
  readonly inConversation: number;
  /** For this customer, in the 24 hours before. */
  readonly inDay: number;
}

/** The limit of the operation that one more run would break, or null. */
export function exceededLimit(
  operation: OperationPolicy,
  counts: RunCounts,
  parameters: Parameters,
): { readonly id: string; readonly at: string } | null {
  const { perConversation, perDay, amount } = operation.spec.limits;
  const broken = (id: string): { readonly id: string; readonly at: string } => ({ id, at: operation.locate('limits') });
  if (perConversation !== undefined && counts.inConversation >= perConversation) return broken('per-conversation');
  if (perDay !== undefined && counts.inDay >= perDay) return broken('per-day');
  if (amount === undefined) return null;
  const value = parameters[amount.parameter];
  return typeof value === 'number' && value <= amount.maximum ? null : broken('amount');
}
