import { z } from 'zod';
import type { OperationPolicy } from '../policy/action-policy.ts';
import type { Slots } from './action-state.ts';
import type { Parameters, ParameterValue } from './connector.ts';

type ParameterSpec = OperationPolicy['spec']['parameters'][string];

export type Resolution =
  | { readonly kind: 'resolved'; readonly parameters: Parameters }
  /** The parameter whose value policy does not take; the value itself is told to nobody. */
  | { readonly kind: 'invalid'; readonly parameter: string };

/**
 * Puts the values of the vault in place of placeholders and holds every parameter against its type. What comes out is
 * for a connector alone.
 */
export function resolveParameters(
  operation: OperationPolicy,
  slots: Slots,
  known: readonly { readonly placeholder: string; readonly value: string }[],
): Resolution {
  const values = new Map(known.map(({ placeholder, value }) => [placeholder, value]));
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, spec] of Object.entries(operation.spec.parameters)) {
    const slot = slots[name];
    if (slot === undefined && !spec.required) continue;
    const raw = slot?.kind === 'placeholder' ? values.get(slot.placeholder) : slot?.value;
    const parsed = toParameterSchema(spec).safeParse(typeof raw === 'string' ? fromText(raw, spec.type) : raw);
    if (!parsed.success) return { kind: 'invalid', parameter: name };
    parameters[name] = parsed.data;
  }
  return { kind: 'resolved', parameters };
}

function toParameterSchema(spec: ParameterSpec): z.ZodType<ParameterValue> {
  const typed = typedSchema(spec);
  const allowed = spec.enum;
  return allowed === undefined ? typed : typed.refine((value) => allowed.includes(value));
}

function typedSchema({ type, minimum, maximum, maxLength }: ParameterSpec): z.ZodType<ParameterValue> {
  if (type === 'boolean') return z.boolean();
  if (type === 'string') return z.string().min(1).max(maxLength);
  const number = z
    .number()
    .min(minimum ?? -Number.MAX_SAFE_INTEGER)
    .max(maximum ?? Number.MAX_SAFE_INTEGER);
  return type === 'integer' ? number.int() : number;
}

/** What was typed or kept as text, as the type the system wants; unreadable text fails the schema after it. */
function fromText(text: string, type: ParameterSpec['type']): unknown {
  if (type === 'string') return text.trim();
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  const trimmed = text.trim();
  return /^-?\d+(?:\.\d+)?$/u.test(trimmed) ? Number(trimmed) : undefined;
}
