import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { readPolicyFolder } from '../src/compose-policy.ts';
import { testPolicy } from '../src/compose-policy-examples.ts';
import { findPolicy, openPolicyRecord } from '../src/compose-policy-record.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { describeTurn, toMermaid } from '../src/pipeline/explain/describe-turn.ts';
import { compareOutcomes } from '../src/pipeline/replay/compare-outcomes.ts';
import { diffPolicies } from '../src/policy/diff-policies.ts';
import { effectiveValues } from '../src/policy/effective-values.ts';
import { PolicyError } from '../src/policy/policy-error.ts';
import { createCommand } from './command.ts';
import { toChangeLines, toComparisonLines, toExampleLines } from './policy-lines.ts';

const { program, progress, print, run } = createCommand('policy', 'check, show, test, compare and explain the policies');
const { policies, data } = readEnvironment();

function check(): void {
  try {
    const { base: policy } = readPolicyFolder(policies);
    const counts = `${policy.intents.size} intents, ${policy.handlers.length} handlers, ${policy.hardRules.length} hard rules, ${policy.softSignals.length} soft signals`;
    print({ ok: true, hash: policy.hash, findings: [] }, [`The policy is sound: ${counts}`, policy.hash]);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    print({ ok: false, code: error.code, findings: error.findings }, [
      ...error.findings,
      'A running appliance keeps its last good policy.',
    ]);
    process.exitCode = 1;
  }
}

function show(part: string, of: { readonly channel: string; readonly audience: string }): void {
  const policy = readPolicyFolder(policies).policyFor({ tier: of.audience, channel: of.channel });
  const values = effectiveValues(policy).filter(({ path }) => path.startsWith(part));
  const layers = policy.layers.length > 0 ? policy.layers.join(', ') : 'none';
  const lines = values.map(({ path, value, at }) => `${path} = ${JSON.stringify(value)}  ${at}`);
  print({ hash: policy.hash, layers: policy.layers, values }, [...lines, `${values.length} values, layers: ${layers}`]);
}

async function test(): Promise<void> {
  const set = readPolicyFolder(policies);
  progress.report('running the examples of every rule');
  const report = await testPolicy(set, readEnvironment());
  print(report, toExampleLines(report));
  if (report.ends.some(({ kind }) => kind === 'failed')) process.exitCode = 1;
}

interface RecordOptions {
  readonly database?: string;
}

function diff(other: string, options: RecordOptions & { readonly from?: string; readonly last: number }): void {
  using record = openPolicyRecord(options.database ?? join(data, 'confidant.db'), policies);
  const from = findPolicy(options.from, record);
  const to = findPolicy(other, record);
  progress.report('deciding recorded turns again');
  const values = diffPolicies(from, to);
  const comparison = compareOutcomes(record.latestTurns(options.last), from, to);
  const heads = [`from ${from.hash}`, `to   ${to.hash}  ${other}`, `${values.length} values are written otherwise`];
  print({ from: from.hash, to: to.hash, values, ...comparison }, [
    ...heads,
    ...toChangeLines(values),
    ...toComparisonLines(comparison),
  ]);
  if (values.length > 0 || comparison.changed.length > 0) process.exitCode = 1;
}

function explain(conversation: string, number: number, options: RecordOptions & { readonly graph?: true }): void {
  using record = openPolicyRecord(options.database ?? join(data, 'confidant.db'), policies);
  const turn = record.findTurn(conversation, number);
  if (turn === undefined) {
    throw new Error(`There is no turn ${number} of "${conversation}": see GET /v1/conversations/ID for its turns`);
  }
  const { hardRules, softSignals } = record.byHash(turn.decision.policy).policyFor(turn);
  const conditionOf = (id: string) => [...hardRules, ...softSignals].find((rule) => rule.id === id)?.condition.source;
  const graph = toMermaid(turn);
  const lines = options.graph ? graph : describeTurn(turn, conditionOf);
  print({ conversation, turn: number, outcome: turn.outcome, ...turn.decision, timings: turn.timings, graph }, lines);
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError('expected a whole number above 0');
  return Number(text);
}

program.command('check').description('read every file and say what is wrong, with line and column').action(check);
program
  .command('show')
  .description('print every value in force with the file, line and column that said it')
  .argument('[part]', 'the part to show, for example escalation.hard', '')
  .option('--channel <name>', 'as it is for conversations of this channel', '')
  .option('--audience <tier>', 'as it is for customers of this tier', '')
  .action(show);
program.command('test').description('run the examples that every rule carries').action(test);
program
  .command('diff')
  .description('decide recorded turns again under another policy and show which would end otherwise')
  .argument('[other]', 'a folder, or the hash of a policy that was in force', policies)
  .option('--from <what>', 'compare from this folder or hash in place of the policy in force')
  .option('--last <count>', 'turns to decide again, the latest first', parseCount, 1_000)
  .option('--database <file>', 'the database, by default confidant.db of the data folder')
  .action(diff);
program
  .command('explain')
  .description('say why a recorded turn ended as it did')
  .argument('<conversation>', 'its id')
  .argument('<turn>', 'the number of the turn', parseCount)
  .option('--graph', 'print the way of the turn as a Mermaid flowchart')
  .option('--database <file>', 'the database, by default confidant.db of the data folder')
  .action(explain);

await run();
