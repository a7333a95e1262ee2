import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../../test/support/processor-time.ts';
import { signalSchema } from '../../policy/signals.ts';
import { compileCondition } from './compile-condition.ts';

function findingsOf(source: string): unknown {
  try {
    compileCondition(source, signalSchema);
    return [];
  } catch (error) {
    return (error as { findings: unknown }).findings;
  }
}

function compileMany(): void {
  for (let round = 0; round < 100; round += 1) {
    compileCondition(`issueTurns > ${round}.0 && sentiment < -0.5 || intent == "i${round}"`, signalSchema);
  }
}

describe('compileCondition', () => {
  it('takes whole and broken numbers for a double alike', () => {
    const signals = { issueTurns: 4, sentiment: -1 };
    for (const source of ['issueTurns >= 4', 'issueTurns >= 4.0', 'sentiment <= -1', 'sentiment <= -1.0']) {
      expect(compileCondition(source, signalSchema).holds(signals)).toBe(true);
    }
  });

  it('throws while asking when a signal is missing, so that callers can count it as unsure', () => {
    expect(() => compileCondition('issueTurns > 1.0', signalSchema).holds({})).toThrow();
  });

  it('names what is wrong without repeating the whole condition', () => {
    expect(findingsOf('intentConfidense < 0.5')).toEqual([expect.stringContaining('intentConfidense')]);
    expect(findingsOf('issueTurns + 1.0')).toEqual(['the condition is double, not bool']);
    expect(findingsOf('intent.matches("a")')).toEqual(['"matches" is not allowed in a condition']);
  });

  it('compiles the conditions of a policy in milliseconds each', () => {
    expect(leastProcessorMs(compileMany, 2_000) / 100).toBeLessThan(20);
  });
});
