import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCondition } from '../../src/adapters/cel/compile-condition.ts';
import type { OperationPolicy } from '../../src/policy/action-policy.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import type { PolicySnapshot } from '../../src/policy/policy-snapshot.ts';
import { givenPolicyTexts } from './given-policy.ts';

const ownFolder = fileURLToPath(new URL('../policies-of-others/', import.meta.url));
const dataFolder = fileURLToPath(new URL('../../../shared/data/policy/', import.meta.url));

/** A file of the public policies, or null where this machine has none of them. */
export function findPolicyData(name: string): string | null {
  const file = `${dataFolder}${name}`;
  return existsSync(file) ? file : null;
}

/** Texts of a policy of others: its own files, and the shipped ones for what it does not say. */
export function policyTextsOf(of: 'airline' | 'retail' | 'abcd'): Readonly<Record<string, string>> {
  const own = readdirSync(`${ownFolder}${of}`).map((name) => [name, readFileSync(`${ownFolder}${of}/${name}`, 'utf8')]);
  return { ...givenPolicyTexts(), ...Object.fromEntries(own) };
}

export function policyOf(of: 'airline' | 'retail' | 'abcd'): PolicySnapshot {
  return parsePolicy(policyTextsOf(of), compileCondition, `test/policies-of-others/${of}`);
}

export function operationsOf(of: 'airline' | 'retail' | 'abcd'): ReadonlyMap<string, OperationPolicy> {
  return new Map(policyOf(of).actions.operations.map((one) => [one.id, one]));
}

/** Every sentence of policy that a rule quotes in the comment above it. */
export function quotesIn(of: 'airline' | 'retail' | 'abcd'): readonly string[] {
  const { 'actions.yaml': text = '' } = policyTextsOf(of);
  const lines = text.split('\n');
  return lines.flatMap((line, at) =>
    line.startsWith('      # ') && lines[at + 1]?.startsWith('      - ') ? [line.slice(8)] : [],
  );
}
