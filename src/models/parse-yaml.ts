import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ModelError, type ModelErrorCode } from './model-error.ts';

/** What is parsed, and which code a mistake in it has. */
export interface YamlFile<T> {
  readonly text: string;
  /** Named in errors. */
  readonly fileName: string;
  readonly schema: z.ZodType<T>;
  readonly code: ModelErrorCode;
}

/**
 * Parses an operator's YAML file. Every mistake is named as `file:line:col key: reason`, one a line.
 *
 * @throws {ModelError} the given code
 */
export function parseYaml<T>(file: YamlFile<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file.fileName}:${line}:${col}`;
  };

  const syntax = document.errors.map((error) => `${at(error.pos[0])} ${error.message}`);
  if (syntax.length > 0) throw new ModelError(file.code, syntax.join('\n'));

  const parsed = file.schema.safeParse(toPlain(document, file));
  if (parsed.success) return parsed.data;

  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  const mistakes = parsed.error.issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
    return `${at(offsetOf(path))} ${path.map(String).join('.')}: ${issue.message}`;
  });
  throw new ModelError(file.code, mistakes.join('\n'));
}

/** Aliases are expanded a bounded number of times, so a small file cannot become a large value. */
function toPlain(document: ReturnType<typeof parseDocument>, file: YamlFile<unknown>): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    throw new ModelError(file.code, `${file.fileName}:1:1 too many aliases`, { cause });
  }
}
