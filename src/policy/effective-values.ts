import { identities } from './merge-trees.ts';
import type { PolicyFileName } from './policy-schema.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';

/** One value a policy ends up with, and where it was said. */
export interface EffectiveValue {
  /** `escalation.hard[turn-limit].when`: things of a list go by their id. */
  readonly path: string;
  readonly value: unknown;
  /** `file:line:column` of the layer that said it last. */
  readonly at: string;
}

/** Every value of a policy with its origin, file by file in the order it is written. */
export function effectiveValues(policy: PolicySnapshot): readonly EffectiveValue[] {
  return Object.entries(policy.files).flatMap(([file, value]) => valuesBelow(policy, value, [file, [], file]));
}

/** Where a value stands: its file, its path in it, and how that reads. */
type Place = readonly [file: string, path: readonly (string | number)[], label: string];

function valuesBelow(policy: PolicySnapshot, value: unknown, [file, path, label]: Place): readonly EffectiveValue[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      valuesBelow(policy, item, [file, [...path, index], `${label}[${nameOf(item) ?? index}]`]),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) =>
      valuesBelow(policy, inner, [file, [...path, key], `${label}.${key}`]),
    );
  }
  if (value === undefined || !isFileName(policy, file)) return [];
  return [{ path: label, value, at: policy.locate(file, path) }];
}

function isFileName(policy: PolicySnapshot, file: string): file is PolicyFileName {
  return Object.hasOwn(policy.files, file);
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const name: unknown = identities.map((key) => Reflect.get(item, key)).find((one) => one !== undefined);
  return typeof name === 'string' ? name : undefined;
}
