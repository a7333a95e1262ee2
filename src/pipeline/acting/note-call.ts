import { createHash } from 'node:crypto';
import type { Parameters } from '../../actions/connector.ts';
import type { OperationPolicy } from '../../policy/action-policy.ts';
import { faultCodeOf } from '../fault-code.ts';
import type { TurnContext } from '../turn-work.ts';
import { knownTo } from './action-intent.ts';
import type { ToolCallNote } from './action-notes.ts';

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
