import { type Command, Option } from 'commander';
import type { SuiteName } from '../src/compose-suites.ts';
import { isLimit } from '../src/evaluation/limits.ts';

/** Options of `npm run evaluate`. */
export interface EvaluationOptions {
  readonly test: readonly string[];
  readonly train?: string;
  readonly corpus?: string;
  readonly predictions?: string;
  readonly beside?: 'presidio';
  readonly python: string;
  readonly limit: readonly string[];
  readonly save?: true;
  readonly name?: string;
  readonly licence?: string;
}

export function addOptions(program: Command): Command {
  return program
    .requiredOption(
      '--test <path>',
      'JSON lines to score on; pii takes several, or a folder of .test.jsonl files',
      collect,
    )
    .option('--train <file>', 'JSON lines to learn from (intent, sentiment)')
    .option('--corpus <file>', 'JSON lines of documents to search (retrieval)')
    .option('--predictions <file>', 'where to write one JSON line per input')
    .addOption(new Option('--beside <name>', 'measure another finder on the same texts (pii)').choices(['presidio']))
    .option('--python <path>', 'the Python that has it, see scripts/presidio', 'python3')
    .option('--limit <figure>', 'a figure that must hold, like accuracy>=0.92; repeatable', collect, [])
    .option('--save', 'keep what sentiment learnt from --train as moods.yaml beside the policies')
    .option('--name <name>', 'what the saved calibration calls its data')
    .option('--licence <spdx>', 'licence of that data');
}

/** What is wrong with options that each have their form; null for those that go together. */
export function findWrongUse(suite: SuiteName, options: EvaluationOptions): string | null {
  const { train, corpus, beside, limit, save, name, licence } = options;
  if (suite === 'intent' && train === undefined) return 'The suite "intent" needs --train';
  if (suite === 'retrieval' && corpus === undefined) return 'The suite "retrieval" needs --corpus';
  const wrong = limit.find((one) => !isLimit(one));
  if (wrong !== undefined) return `Not a limit: "${wrong}"; write it like accuracy>=0.92`;
  if (beside !== undefined && suite !== 'pii') return '--beside is for the suite "pii"';
  if (save && (suite !== 'sentiment' || train === undefined || name === undefined || licence === undefined)) {
    return '--save is for the suite "sentiment", with --train, --name and --licence';
  }
  return null;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
