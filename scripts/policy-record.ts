import { join } from 'node:path';
import { noteCommand } from '../src/compose-note-command.ts';
import { findPolicy, openPolicyRecord, type PolicyRecord } from '../src/compose-policy-record.ts';
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

/** What looks at the record of an appliance, beside it while it runs. */
export function createRecordActions({ progress, print, environment }: ReturnType<typeof createCommand>) {
  const open = ({ database }: RecordOptions): PolicyRecord => {
    const { policies, data, keyVault } = environment();
    return openPolicyRecord(database ?? join(data, 'confidant.db'), policies, keyVault);
  };

  /** A copy that was named is nobody's record. */
  const noteReading = ({ database }: RecordOptions, about: string): void => {
    if (database === undefined) noteCommand(environment().data, 'log-read', about);
  };

  function diff(
    other: string | undefined,
    options: RecordOptions & { readonly from?: string; readonly last: number },
  ): void {
    using record = open(options);
    const against = other ?? environment().policies;
    const from = findPolicy(options.from, record);
    const to = findPolicy(against, record);
    progress.report('deciding recorded turns again');
    noteReading(options, `latest ${options.last} turns`);
    const values = diffPolicies(from, to);
    const comparison = compareOutcomes(record.latestTurns(options.last), from, to);
    print({ from: from.hash, to: to.hash, values, ...comparison }, [
      `from ${from.hash}`,
      `to   ${to.hash}  ${against}`,
      `values written otherwise: ${values.length}`,
      ...toChangeLines(values),
      ...toComparisonLines(comparison),
    ]);
    if (values.length > 0 || comparison.changed.length > 0) process.exitCode = 1;
  }

  function explain(conversation: string, number: number, options: RecordOptions & { readonly graph?: true }): void {
    using record = open(options);
    noteReading(options, `conversation ${conversation}`);
    const turn = record.findTurn(conversation, number);
    if (turn === undefined) {
      throw new Error(`There is no turn ${number} of "${conversation}": see GET /v1/conversations/ID for its turns`);
    }
    const graph = toMermaid(turn);
    const lines = options.graph ? graph : describeTurn(turn, conditionsOf(record, turn));
    print({ conversation, turn: number, outcome: turn.outcome, ...turn.decision, timings: turn.timings, graph }, lines);
  }

  return { diff, explain };
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
