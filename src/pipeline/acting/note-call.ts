import { createHash } from 'node:crypto';
import type { Parameters, ParameterValue } from '../../actions/connector.ts';
import type { OperationPolicy } from '../../policy/action-policy.ts';
import { faultCodeOf } from '../fault-code.ts';
import type { TurnContext } from '../turn-work.ts';
import { knownTo } from './action-intent.ts';

/**
 * A call of a system of record. What the customer wrote stands by its placeholder; of the answer there is the hash alone,
 * because what a reply needs of it is in the vault and the rest is not ours to keep.
 */
export interface ToolCallNote {
  /** Idempotency key. */
  readonly call: string;
  readonly operation: string;
  readonly connector: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** `done`, or the code of the fault. */
  readonly result: string;
  /** SHA-256 of the answer as JSON; null where none came. */
  readonly answer: string | null;
}

/** Keeps a call in the notes of the turn, however it ends. */
export async function noteCall(
  context: TurnContext,
  of: { readonly id: string; readonly operation: OperationPolicy; readonly parameters: Parameters },
  call: () => Promise<unknown>,
): Promise<unknown> {
  const { calls } = context.work.notes.action;
  const { id, operation } = of;
  const head = {
    call: id,
    operation: operation.id,
    connector: operation.spec.connector,
    parameters: withoutValues(context, of.parameters),
  };
  try {
    const value = await call();
    calls.push({ ...head, result: 'done', answer: hashOf(value) });
    return value;
  } catch (error) {
    calls.push({ ...head, result: faultCodeOf(error), answer: null });
    throw error;
  }
}

function withoutValues(context: TurnContext, parameters: Parameters): ToolCallNote['parameters'] {
  const known = knownTo(context);
  const entries = Object.entries(parameters).map(([name, value]) => {
    const placeholder = known.find((one) => one.value === String(value))?.placeholder;
    // A text nobody gave a placeholder may be anything.
    return [name, placeholder ?? (typeof value === 'string' ? '[VALUE]' : value)] as const;
  });
  return Object.fromEntries(entries);
}

function hashOf(value: unknown): string | null {
  if (value === undefined) return null;
  return `sha256:${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;
}
