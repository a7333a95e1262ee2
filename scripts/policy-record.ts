import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { findPolicy, openPolicyRecord, type PolicyRecord } from '../src/compose-policy-record.ts';
import type { Environment } from '../src/config/read-environment.ts';
import { describeTurn, type FindCondition, toMermaid } from '../src/pipeline/explain/describe-turn.ts';
import { compareOutcomes } from '../src/pipeline/replay/compare-outcomes.ts';
import type { RecordedTurn } from '../src/pipeline/replay/recorded-turn.ts';
import { diffPolicies } from '../src/policy/diff-policies.ts';
import { PolicyError } from '../src/policy/policy-error.ts';
import type { createCommand } from './command.ts';
import { toChangeLines, toComparisonLines } from './policy-lines.ts';

interface RecordOptions {
  readonly database?: string;
}

/** The commands that look at what an appliance recorded, beside it while it runs. */
export function addRecordCommands(
  { program, progress, print }: ReturnType<typeof createCommand>,
  { policies, data }: Environment,
): void {
  const open = ({ database }: RecordOptions): PolicyRecord =>
    openPolicyRecord(database ?? join(data, 'confidant.db'), policies);

  function diff(other: string, options: RecordOptions & { readonly from?: string; readonly last: number }): void {
    using record = open(options);
    const from = findPolicy(options.from, record);
    const to = findPolicy(other, record);
    progress.report('deciding recorded turns again');
    const values = diffPolicies(from, to);
    const comparison = compareOutcomes(record.latestTurns(options.last), from, to);
    print({ from: from.hash, to: to.hash, values, ...comparison }, [
      `from ${from.hash}`,
      `to   ${to.hash}  ${other}`,
      `${values.length} values are written otherwise`,
      ...toChangeLines(values),
      ...toComparisonLines(comparison),
    ]);
    if (values.length > 0 || comparison.changed.length > 0) process.exitCode = 1;
  }

  function explain(conversation: string, number: number, options: RecordOptions & { readonly graph?: true }): void {
    using record = open(options);
    const turn = record.findTurn(conversation, number);
    if (turn === undefined) {
      throw new Error(`There is no turn ${number} of "${conversation}": see GET /v1/conversations/ID for its turns`);
    }
    const graph = toMermaid(turn);
    const lines = options.graph ? graph : describeTurn(turn, conditionsOf(record, turn));
    print({ conversation, turn: number, outcome: turn.outcome, ...turn.decision, timings: turn.timings, graph }, lines);
  }

  const database = ['--database <file>', 'the database, by default confidant.db of the data folder'] as const;
  program
    .command('diff')
    .description('decide recorded turns again under another policy and show which would end otherwise')
    .argument('[other]', 'a folder, or the hash of a policy that was in force', policies)
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
}

/** Conditions as they were when the turn was decided; without that policy, the record alone speaks. */
function conditionsOf(record: PolicyRecord, turn: RecordedTurn): FindCondition {
  try {
    const { hardRules, softSignals } = record.byHash(turn.decision.policy).policyFor(turn);
    return (id) => [...hardRules, ...softSignals].find((rule) => rule.id === id)?.condition.source;
  } catch (error) {
    if (error instanceof PolicyError) return () => undefined;
    throw error;
  }
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError('expected a whole number above 0');
  return Number(text);
}
