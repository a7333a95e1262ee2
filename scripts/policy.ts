import { join } from 'node:path';
import { readPolicyFolder } from '../src/compose-policy.ts';
import { checkPolicy } from '../src/compose-policy-check.ts';
import { testPolicy } from '../src/compose-policy-examples.ts';
import { effectiveValues } from '../src/policy/effective-values.ts';
import { PolicyError } from '../src/policy/policy-error.ts';
import { createCommand } from './command.ts';
import { parseCount } from './parse-count.ts';
import { toCounts, toExampleLines } from './policy-lines.ts';
import { createRecordActions } from './policy-record.ts';
import { stampCalibration, writeSchemas } from './policy-write.ts';

const command = createCommand('policy', 'check, show, test, compare and explain the policies');
const { program, progress, print, environment, run } = command;
const { diff, explain } = createRecordActions(command);
const database = ['--database <file>', 'the database, by default confidant.db of the data folder'] as const;

async function check(options: { readonly strict?: true }): Promise<void> {
  try {
    const { policies: set, failures, warnings } = await checkPolicy(environment());
    const ok = failures.length === 0 && (options.strict !== true || warnings.length === 0);
    print({ ok, hash: set.hash, findings: failures, warnings }, [
      ...failures,
      ...warnings.map((warning) => `warning: ${warning}`),
      ok ? `The policy is sound: ${toCounts(set)}` : 'The policy can be read, and is not ready to be put in force',
      set.hash,
    ]);
    if (!ok) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const next = 'A running appliance keeps its last good policy.';
    print({ ok: false, code: error.code, findings: error.findings }, [...error.findings, next]);
    process.exitCode = 1;
  }
}

function show(part: string, of: { readonly channel: string; readonly audience: string }): void {
  const policy = readPolicyFolder(environment().policies).policyFor({ tier: of.audience, channel: of.channel });
  const values = effectiveValues(policy).filter(({ path }) => path.startsWith(part));
  if (values.length === 0) {
    throw new Error(`No part of the policy is called "${part}": \`npm run policy -- show\` prints them all`);
  }
  const layers = policy.layers.length > 0 ? policy.layers.join(', ') : 'none';
  const lines = values.map(({ path, value, at }) => `${path} = ${JSON.stringify(value)}  ${at}`);
  print({ hash: policy.hash, layers: policy.layers, values }, [...lines, `${values.length} values, layers: ${layers}`]);
}

async function test(options: { readonly stamp?: true }): Promise<void> {
  const set = readPolicyFolder(environment().policies);
  progress.report('running the examples of every rule');
  const report = await testPolicy(set, environment());
  print(report, toExampleLines(report));
  if (report.ends.some(({ kind }) => kind === 'failed')) process.exitCode = 1;
  else if (options.stamp) stampCalibration(environment().policies, set, report);
}

function schema(options: { readonly out?: string }): void {
  const written = writeSchemas(options.out ?? join(environment().policies, 'schemas'));
  print({ written }, [...written, `${written.length} schemas written`]);
}

program
  .command('check')
  .description('read every file and say what is wrong, with line and column')
  .option('--strict', 'let warnings count as failures')
  .action(check);
program
  .command('show')
  .description('print every value in force with the file, line and column that said it')
  .argument('[part]', 'the part to show, for example escalation.hard', '')
  .option('--channel <name>', 'as it is for conversations of this channel', '')
  .option('--audience <tier>', 'as it is for customers of this tier', '')
  .action(show);
program
  .command('test')
  .description('run the examples that every rule carries')
  .option('--stamp', 'note in calibration.yaml that all passed with this embedding model')
  .action(test);
program
  .command('diff')
  .description('decide recorded turns again under another policy and show which would end otherwise')
  .argument('[other]', 'a folder, by default the policy folder, or the hash of a policy that was in force')
  .option('--from <what>', 'compare from this folder or hash in place of the policy in force')
  .option('--last <count>', 'turns to decide again, the latest first', parseCount, 1_000)
  .option(...database)
  .action(diff);
program
  .command('explain')
  .description('say why a recorded turn ended as it did')
  .argument('<conversation>', 'its id')
  .argument('<turn>', 'the number of the turn', parseCount)
  .option('--graph', 'print the way of the turn as a Mermaid flowchart')
  .option(...database)
  .action(explain);
program
  .command('schema')
  .description('write the JSON Schemas by which editors check and complete the files')
  .option('--out <folder>', 'the folder to write to, by default schemas of the policy folder')
  .action(schema);

await run();
