import type { AlertExample, AlertRule } from '../policy/alerts-schema.ts';
import { advanceAlert, untouched } from './advance-alert.ts';
import type { AlertReadings, MetricSample } from './read-samples.ts';
import { createWatchCondition } from './watch-condition.ts';

const MINUTE_MS = 60_000;

/** Whether people would be told of what an example says, by the code that watches a running appliance. */
function isTold(rule: AlertRule, { state, series = [], before = [], lastsSeconds }: AlertExample): boolean {
  const { when } = rule;
  const condition = createWatchCondition(when, 0);
  const read = (samples: readonly MetricSample[]): AlertReadings => ({ samples: () => samples, state: () => state });
  const comparedMs = 'comparedMinutes' in when ? when.comparedMinutes * MINUTE_MS : 0;
  if (comparedMs > 0) condition(read(before), comparedMs);
  const at = comparedMs + ('withinMinutes' in when ? when.withinMinutes * MINUTE_MS : 0);
  // Counters only grow: what is counted now comes on top of what was.
  const holds = condition(read([...before, ...series]), at);
  const first = advanceAlert(untouched, rule, { holds, at });
  const lastsMs = (lastsSeconds ?? rule.forSeconds) * 1_000;
  const later = advanceAlert(first.progress, rule, { holds, at: at + lastsMs });
  return first.step === 'raise' || later.step === 'raise';
}

/** One example of a rule; `detail` is empty where it came out as it says. */
export interface TriedAlertExample {
  readonly list: 'examples' | 'not';
  readonly index: number;
  readonly detail: string;
}

export function tryAlertExamples(rule: AlertRule): readonly TriedAlertExample[] {
  return [
    ...rule.examples.map((example, index) => {
      return { list: 'examples', index, detail: isTold(rule, example) ? '' : 'nobody is told of it' } as const;
    }),
    ...rule.not.map((example, index) => {
      return { list: 'not', index, detail: isTold(rule, example) ? 'people are told of it' : '' } as const;
    }),
  ];
}
