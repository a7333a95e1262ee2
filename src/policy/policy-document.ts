import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { PolicyError } from './policy-error.ts';

/** One policy file after parsing, and where each of its parts stands. */
export interface PolicyDocument<T> {
  readonly value: T;
  /** `file:line:column` of the part at a path of keys and indexes; the nearest part above it where there is none. */
  locate(path: readonly (string | number)[]): string;
}

/** Alias bombs stop here; no policy needs more. */
const MAX_ALIASES = 100;

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const findings = document.errors.map((error) => `${at(error.pos[0])} ${error.message.split('\n')[0]}`);
    throw new PolicyError('policy-syntax', findings);
  }
  const locate = (path: readonly (string | number)[]): string => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(0);
  };
  const parsed = schema.safeParse(toPlain(file, document));
  if (parsed.success) return { value: parsed.data, locate };
  const findings = parsed.error.issues.map((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    return `${locate(path)} ${path.join('.')}: ${issue.message}`;
  });
  throw new PolicyError('policy-invalid', findings);
}

function toPlain(file: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new PolicyError('policy-syntax', [`${file}:1:1 aliases are nested too deeply`], { cause: error });
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
