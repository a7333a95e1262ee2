import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { CompileCondition, Condition, SignalSchema } from '../../policy/condition.ts';
import { PolicyError } from '../../policy/policy-error.ts';

/** Longer than any condition a person can read. */
const MAX_CHARACTERS = 2_000;
/**
 * What a condition may call: all of it linear in its arguments. Everything else is refused, `matches` first (JavaScript
 * patterns backtrack for seconds) and the macros (`[…].exists(x, …)`: nested four deep over 40 numbers they run for as long).
 */
const ALLOWED_CALLS = new Set(['size', 'startsWith', 'endsWith', 'contains']);
const limits = { maxAstNodes: 200, maxDepth: 20, maxListElements: 50, maxMapEntries: 10, maxCallArguments: 8 };
const environments = new WeakMap<SignalSchema, Environment>();
/** Conditions that are kept: layers ask the same ones, and an edit changes few. */
const MAX_KEPT = 1_000;
const kept = new WeakMap<SignalSchema, Map<string, Condition>>();

export const compileCondition: CompileCondition = (source, schema) => {
  const known = kept.get(schema) ?? new Map<string, Condition>();
  kept.set(schema, known);
  const condition = known.get(source) ?? compileAnew(source, schema);
  if (known.size >= MAX_KEPT) known.clear();
  known.set(source, condition);
  return condition;
};

const compileAnew: CompileCondition = (source, schema) => {
  if (source.length > MAX_CHARACTERS)
    throw new PolicyError('condition-invalid', [`the condition is longer than ${MAX_CHARACTERS} characters`]);
  const environment = environmentFor(schema);
  const checked = check(environment, source);
  if (!checked.valid) throw new PolicyError('condition-invalid', [firstLine(checked.error)]);
  if (checked.type !== 'bool')
    throw new PolicyError('condition-invalid', [`the condition is ${checked.type}, not bool`]);
  const expression = environment.parse(source);
  const refused = callsIn(expression.ast).find((name) => !ALLOWED_CALLS.has(name));
  if (refused !== undefined) throw new PolicyError('condition-invalid', [`"${refused}" is not allowed in a condition`]);
  return { source, holds: (signals) => expression(signals) === true };
};

function check(environment: Environment, source: string): { valid: boolean; type?: string; error?: unknown } {
  try {
    return environment.check(source);
  } catch (error) {
    return { valid: false, error };
  }
}

/** Names of everything a tree calls. A tree is no deeper than `limits.maxDepth`. */
function callsIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(callsIn);
  if (!isTree(part)) return [];
  const own = part.op === 'call' || part.op === 'rcall' ? [part.args[0]] : [];
  return [...own, ...callsIn(part.args)];
}

function isTree(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

function environmentFor(schema: SignalSchema): Environment {
  const known = environments.get(schema);
  if (known) return known;
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits });
  for (const [name, type] of Object.entries(schema)) environment.registerVariable(name, type);
  environments.set(schema, environment);
  return environment;
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? 'invalid') : 'invalid';
}
