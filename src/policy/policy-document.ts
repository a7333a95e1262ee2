import type { z } from 'zod';
import { PolicyError } from './policy-error.ts';
import { locateIn, type PolicyNode, type PolicyPath, readPolicyTree, toPlain } from './policy-tree.ts';

/** One policy file after parsing, and where each of its parts stands. */
export interface PolicyDocument<T> {
  readonly value: T;
  /** `file:line:column` of the part at a path of keys and indexes; the nearest part above it where there is none. */
  locate(path: PolicyPath): string;
}

/**
 * Parses one policy file; every finding names file, line, column and path.
 *
 * @throws {PolicyError} `policy-syntax` or `policy-invalid`
 */
export function parsePolicyDocument<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): PolicyDocument<z.output<S>> {
  return checkPolicyTree(readPolicyTree(file, text), schema);
}

/**
 * Holds a tree, of one file or of several layers, against its schema.
 *
 * @throws {PolicyError} `policy-invalid`; a finding names the file of the layer that is wrong
 */
export function checkPolicyTree<S extends z.ZodType>(tree: PolicyNode, schema: S): PolicyDocument<z.output<S>> {
  const locate = (path: PolicyPath): string => locateIn(tree, path);
  const parsed = schema.safeParse(toPlain(tree));
  if (parsed.success) return { value: parsed.data, locate };
  const findings = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    const places = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    return places.map((place) => `${locate(place)} ${path.join('.')}: ${issue.message}`);
  });
  throw new PolicyError('policy-invalid', findings);
}
