import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCondition } from '../../src/adapters/cel/compile-condition.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { type PolicySet, parsePolicySet } from '../../src/policy/parse-policy-set.ts';
import type { PolicySnapshot } from '../../src/policy/policy-snapshot.ts';
import type { Signals } from '../../src/policy/signals.ts';
import { restingSignals } from '../../src/policy/signals-from.ts';

const folder = fileURLToPath(new URL('../../policies/', import.meta.url));

/** File name → a piece of its text and what stands in its place. */
export type PolicyChanges = Readonly<Record<string, readonly [from: string, to: string]>>;

/** Texts of the shipped policy files with changes to some; a change that finds nothing to replace is a mistake. */
export function givenPolicyTexts(changes: PolicyChanges = {}): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const entries = names.map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')] as const);
  return Object.fromEntries(
    entries.map(([name, text]) => {
      const [from, to] = changes[name] ?? ['', ''];
      if (!text.includes(from)) throw new Error(`"${name}" has no "${from}"`);
      return [name, text.replace(from, () => to)];
    }),
  );
}

/** The shipped policy with changes, its conditions compiled by the engine the appliance uses. */
export function givenPolicy(changes: PolicyChanges = {}): PolicySnapshot {
  return parsePolicy(givenPolicyTexts(changes), compileCondition);
}

/** The shipped policy as a set, with changes and further texts: those of layers. */
export function givenPolicySet(changes: PolicyChanges = {}, added: Readonly<Record<string, string>> = {}): PolicySet {
  return parsePolicySet({ ...givenPolicyTexts(changes), ...added }, compileCondition);
}

/** Signals of a calm question about cards that the knowledge answers; a test states what differs. */
export function givenSignals(differing: Partial<Signals> = {}): Signals {
  return {
    ...restingSignals,
    intent: 'lost-card',
    category: 'account',
    intentConfidence: 0.9,
    inScope: 0.95,
    relevance: 0.95,
    passages: 3,
    grounded: 1,
    ...differing,
  };
}
