import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteFiles } from '../src/compose-suites.ts';
import { EvaluationError } from '../src/evaluation/evaluation-error.ts';

/** A data set as it was read. */
export type DatasetFile = SuiteFiles['test'] & {
  /** Of the bytes of the file, in hexadecimal digits. */
  readonly sha256: string;
};

/** Reads test files; a folder stands for the `.test.jsonl` files in it, by name. @throws {EvaluationError} */
export function readTestFiles(paths: readonly string[]): readonly [DatasetFile, ...DatasetFile[]] {
  const [first, ...more] = paths.flatMap(filesOf).map(readTextFile);
  if (first === undefined) {
    throw new EvaluationError('input-missing', `Cannot read "${paths.join('", "')}": no .test.jsonl file is there`);
  }
  return [first, ...more];
}

/** @throws {EvaluationError} */
export function readTextFile(fileName: string): DatasetFile {
  try {
    const bytes = readFileSync(fileName);
    return { fileName, text: bytes.toString('utf8'), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw new EvaluationError('input-missing', `Cannot read "${fileName}": no such file can be opened`, { cause });
  }
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.test.jsonl'));
  return names.sort().map((name) => join(path, name));
}
