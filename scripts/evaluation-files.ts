import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteFiles } from '../src/compose-suites.ts';
import { EvaluationError } from '../src/evaluation/evaluation-error.ts';

type TextFile = SuiteFiles['test'];

/** Reads test files; a folder stands for the `.test.jsonl` files in it, by name. @throws {EvaluationError} */
export function readTestFiles(paths: readonly string[]): readonly [TextFile, ...TextFile[]] {
  const [first, ...more] = paths.flatMap(filesOf).map(readTextFile);
  if (first === undefined) {
    throw new EvaluationError('input-missing', `Cannot read "${paths.join('", "')}": no .test.jsonl file is there`);
  }
  return [first, ...more];
}

/** @throws {EvaluationError} */
export function readTextFile(fileName: string): TextFile {
  try {
    return { fileName, text: readFileSync(fileName, 'utf8') };
  } catch (cause) {
    throw new EvaluationError('input-missing', `Cannot read "${fileName}": no such file can be opened`, { cause });
  }
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.test.jsonl'));
  return names.sort().map((name) => join(path, name));
}
