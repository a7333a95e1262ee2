import { Environment } from '@marcbachmann/cel-js';
import type { CompileCondition, SignalSchema } from '../../policy/condition.ts';
import { PolicyError } from '../../policy/policy-error.ts';

const limits = { maxAstNodes: 200, maxDepth: 20, maxListElements: 50, maxMapEntries: 10, maxCallArguments: 8 };
const environments = new WeakMap<SignalSchema, Environment>();

export const compileCondition: CompileCondition = (source, schema) => {
  // JavaScript patterns backtrack: 26 characters of input can hold the event loop for seconds.
  if (/\bmatches\b/u.test(source))
    throw new PolicyError('condition-invalid', ['"matches" is not allowed in a condition']);
  const environment = environmentFor(schema);
  const checked = check(environment, source);
  if (!checked.valid) throw new PolicyError('condition-invalid', [firstLine(checked.error)]);
  if (checked.type !== 'bool')
    throw new PolicyError('condition-invalid', [`the condition is ${checked.type}, not bool`]);
  const expression = environment.parse(source);
  return { source, holds: (signals) => expression(signals) === true };
};

function check(environment: Environment, source: string): { valid: boolean; type?: string; error?: unknown } {
  try {
    return environment.check(source);
  } catch (error) {
    return { valid: false, error };
  }
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
