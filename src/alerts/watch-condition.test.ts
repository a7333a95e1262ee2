import { describe, expect, it } from 'vitest';
import type { AlertWhen } from '../policy/alerts-schema.ts';
import type { MetricSample } from './read-samples.ts';
import { createWatchCondition } from './watch-condition.ts';

const turns = (handedOver: number, answered: number): readonly MetricSample[] => [
  { labels: { outcome: 'handed-over' }, value: handedOver },
  { labels: { outcome: 'answered' }, value: answered },
];

const at = (value: number): readonly MetricSample[] => [{ labels: {}, value }];

/** Asks at each minute given what the counters stand at there. */
function asked(when: AlertWhen, seen: readonly (readonly [minute: number, samples: readonly MetricSample[]])[]) {
  const condition = createWatchCondition(when, 0);
  return seen.map(([minute, samples]) =>
    condition({ samples: () => samples, state: () => undefined }, minute * 60_000),
  );
}

describe('createWatchCondition', () => {
  it('knows the state of a part, and nothing of one that is not there', () => {
    const condition = createWatchCondition({ kind: 'part', part: 'policy', is: ['degraded'] }, 0);
    const told = (state: string | undefined) => condition({ samples: () => [], state: () => state }, 0);
    expect([told('degraded'), told('ready'), told(undefined)]).toEqual([true, false, false]);
  });

  it('takes series together, and finds a number that was never measured neither high nor low', () => {
    const gauge = { kind: 'gauge', metric: 'm', where: {}, take: 'sum' } as const;
    const waiting = [
      { labels: { queue: 'cards', priority: 'high' }, value: 12 },
      { labels: { queue: 'loans', priority: 'low' }, value: 9 },
    ];
    expect(asked({ ...gauge, above: 20 }, [[0, waiting]])).toEqual([true]);
    expect(asked({ ...gauge, take: 'max', above: 20 }, [[0, waiting]])).toEqual([false]);
    expect(asked({ ...gauge, above: 11, where: { priority: ['high', 'critical'] } }, [[0, waiting]])).toEqual([true]);
    expect(asked({ ...gauge, below: 20 }, [[0, []]])).toEqual([false]);
  });

  it('sees growth within its window alone, from the start of the process on', () => {
    const when: AlertWhen = { kind: 'growth', metric: 'm', where: {}, atLeast: 3, withinMinutes: 10 };
    expect(asked(when, [[0.1, at(3)]])).toEqual([true]);
    expect(
      asked(when, [
        [1, at(2)],
        [5, at(2)],
        [12, at(3)],
        [13, at(5)],
        [24, at(5)],
      ]),
    ).toEqual([false, false, false, true, false]);
  });

  it('takes counters as they are where a rule came later', () => {
    const when: AlertWhen = { kind: 'growth', metric: 'm', where: {}, atLeast: 1, withinMinutes: 10 };
    const condition = createWatchCondition(when, null);
    const askAt = (value: number, minute: number) =>
      condition({ samples: () => [{ labels: {}, value }], state: () => undefined }, minute * 60_000);
    expect([askAt(40, 5), askAt(41, 6)]).toEqual([false, true]);
  });

  it('compares shares, where there is enough to compare', () => {
    const share: AlertWhen = {
      kind: 'share',
      metric: 'm',
      where: { outcome: 'handed-over' },
      among: {},
      above: 0.5,
      atLeast: 10,
      withinMinutes: 10,
    };
    expect(
      asked(share, [
        [1, turns(4, 0)],
        [2, turns(6, 4)],
        [3, turns(6, 10)],
      ]),
    ).toEqual([false, true, false]);
  });

  it('sees a share that is twice what it was, and not one that was always so', () => {
    const jump: AlertWhen = {
      kind: 'jump',
      metric: 'm',
      where: { outcome: 'handed-over' },
      among: {},
      times: 2,
      above: 0.3,
      atLeast: 20,
      withinMinutes: 30,
      comparedMinutes: 600,
    };
    const day = Array.from({ length: 60 }, (_, index) => [index * 10, turns(index * 2, index * 8)] as const);
    const calm = [...day, [600, turns(120, 480)], [620, turns(124, 496)]] as const;
    const wild = [...day, [600, turns(120, 480)], [620, turns(136, 484)]] as const;
    expect(asked(jump, calm).includes(true)).toBe(false);
    expect(asked(jump, wild).at(-1)).toBe(true);
    const always = wild.map(([minute, samples]) => [minute, turns(samples[0]?.value ?? 0, 0)] as const);
    expect(asked(jump, always).includes(true)).toBe(false);
  });

  it('stays in bounded memory however long it watches, and right', () => {
    const when: AlertWhen = { kind: 'growth', metric: 'm', where: {}, atLeast: 11, withinMinutes: 10 };
    const seen = Array.from({ length: 3_000 }, (_, index) => [index, [{ labels: {}, value: index }]] as const);
    // One a minute is ten in ten minutes, or eleven where a point between is not kept.
    expect(asked(when, seen).filter(Boolean).length).toBe(0);
  });
});
