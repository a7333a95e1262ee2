import type { OperationPolicy } from '../policy/action-policy.ts';
import { matchesPhrase, parsePhrasePattern, toWords } from '../policy/phrase-pattern.ts';
import type { Slots, SlotValue } from './action-state.ts';
import { findShape } from './match-shape.ts';

type ParameterSpec = OperationPolicy['spec']['parameters'][string];
export type SlotSource = ParameterSpec['from'][number];

/** What slots are filled from: the redacted message, and placeholders for what lies in the vault. */
export interface SlotMaterial {
  /** Redacted. */
  readonly question: string;
  /** Placeholders of this message first, then those the conversation knows, the latest first. */
  readonly placeholders: readonly { readonly type: string; readonly placeholder: string }[];
  /** Placeholder of the reference the customer was verified by, or null. */
  readonly customer: string | null;
  /** Largest amount in the message; 0 where none is. */
  readonly amount: number;
}

export interface FilledSlots {
  readonly slots: Slots;
  /** Names of required parameters that nothing gave, in the order of the file. */
  readonly missing: readonly string[];
}

/** Fills what is not filled yet: from words, shapes and placeholders, never from a model. */
export function fillSlots(operation: OperationPolicy, material: SlotMaterial, before: Slots = {}): FilledSlots {
  const slots: Record<string, SlotValue> = { ...before };
  const missing: string[] = [];
  for (const [name, parameter] of Object.entries(operation.spec.parameters)) {
    const found = slots[name] ?? findSlot(parameter.from, material);
    if (found !== null) slots[name] = found;
    else if (parameter.required) missing.push(name);
  }
  return { slots, missing };
}

/** The first source that has something. */
export function findSlot(sources: readonly SlotSource[], material: SlotMaterial): SlotValue | null {
  for (const source of sources) {
    const found = fromSource(source, material);
    if (found !== null) return found;
  }
  return null;
}

function fromSource(source: SlotSource, material: SlotMaterial): SlotValue | null {
  if ('entity' in source)
    return toPlaceholder(material.placeholders.find(({ type }) => type === source.entity)?.placeholder);
  if ('customer' in source) return toPlaceholder(material.customer);
  if ('shape' in source) return toValue(findShape(source.shape, material.question));
  if ('constant' in source) return { kind: 'value', value: source.constant };
  if ('amount' in source) return material.amount > 0 ? { kind: 'value', value: material.amount } : null;
  const words = toWords(material.question);
  const meant = Object.entries(source.words).find(([, phrases]) =>
    phrases.some((phrase) => matchesPhrase(parsePhrasePattern(phrase), words)),
  );
  return toValue(meant?.[0]);
}

function toPlaceholder(placeholder: string | null | undefined): SlotValue | null {
  return placeholder ? { kind: 'placeholder', placeholder } : null;
}

function toValue(value: string | null | undefined): SlotValue | null {
  return value ? { kind: 'value', value } : null;
}
