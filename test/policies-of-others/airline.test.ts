import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeOperation } from '../../src/actions/judge-operation.ts';
import type { SignalValue } from '../../src/policy/condition.ts';
import { type AirlineCase, airlineCases, leftOut } from '../support/airline-cases.ts';
import { findPolicyData, operationsOf, quotesIn } from '../support/policies-of-others.ts';

interface Task {
  readonly id: string;
  readonly evaluation_criteria: {
    readonly actions: readonly { readonly name: string; readonly arguments: { readonly reservation_id?: string } }[];
  };
}

const file = findPolicyData('airline/tasks.train.json');
const tasks = new Map(
  file === null ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Task[]).map((task) => [task.id, task]),
);
const anything: Readonly<Record<string, readonly SignalValue[]>> = {
  cabin: ['basic_economy', 'economy', 'business'],
  membership: ['regular', 'silver', 'gold'],
  hoursSinceBooking: [1, 48],
  reason: ['health', 'weather', 'other'],
};

/** The facts with everything that is not told as it may be. */
function variants(facts: AirlineCase['facts'], told: readonly string[]): readonly AirlineCase['facts'][] {
  return Object.keys(facts)
    .filter((name) => !told.includes(name))
    .reduce<readonly AirlineCase['facts'][]>(
      (all, name) =>
        all.flatMap((one) => (anything[name] ?? [true, false]).map((value) => ({ ...one, [name]: value }))),
      [facts],
    );
}

const operations = operationsOf('airline');

describe.skipIf(file === null)(
  `the airline policy (${file === null ? 'its tasks are not on this machine' : 'on the tasks of its authors'})`,
  () => {
    it('quotes the policy it was made from', () => {
      const policy = readFileSync(findPolicyData('airline/policy.md') ?? '', 'utf8');
      const quotes = quotesIn('airline');
      expect(quotes).toHaveLength(17);
      for (const quote of quotes) expect(policy).toContain(quote);
    });

    it('decides or names every training task', () => {
      const decided = new Set([...airlineCases.map(({ task }) => task), ...Object.keys(leftOut)]);
      expect([...tasks.keys()].filter((id) => !decided.has(id))).toEqual([]);
      expect(Object.keys(leftOut).filter((id) => airlineCases.some(({ task }) => task === id))).toEqual([]);
    });

    it.each(airlineCases)(
      'task $task: $operation is decided as $expect',
      ({ task, operation, facts, told, from, expect: expected, action }) => {
        const words = JSON.stringify(tasks.get(task)).replaceAll('\\n', ' ').replace(/ {2,}/gu, ' ');
        for (const quote of from) expect(words).toContain(quote);
        const policy = operations.get(operation);
        if (policy === undefined) throw new Error(`There is no operation "${operation}"`);
        const verdicts = variants(facts, told).map((one) => judgeOperation(policy, one).kind);
        expect(new Set(verdicts)).toEqual(new Set([expected]));
        const done = tasks.get(task)?.evaluation_criteria.actions ?? [];
        const isDone = done.some(
          (one) =>
            one.name === action?.name &&
            (action.reservation === undefined || one.arguments.reservation_id === action.reservation),
        );
        if (action) expect(isDone).toBe(expected === 'allow');
      },
    );
  },
);
