import { describe, expect, it } from 'vitest';
import { type Features, fitLinearMachine, linearScores } from './linear-machine.ts';

const none = { indexes: new Int32Array(), values: new Float32Array() };
const dense = (...values: readonly number[]): Features => ({ dense: Float32Array.from(values), sparse: none });
const piece = (index: number): Features => ({
  dense: new Float32Array(2),
  sparse: { indexes: Int32Array.of(index), values: Float32Array.of(1) },
});
const winner = (scores: Float64Array): number => scores.indexOf(Math.max(...scores));

describe('fitLinearMachine', () => {
  const examples = [dense(1, 0), dense(0.9, 0.2), dense(0, 1), dense(0.2, 0.9), piece(0), piece(0)];
  const options = { examples, labels: Int32Array.of(0, 0, 1, 1, 2, 2), classes: 3, pieces: 3 };

  it('tells classes apart by numbers and by pieces of words', async () => {
    const machine = await fitLinearMachine(options);
    expect(examples.map((example) => winner(linearScores(machine, example)))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('is above 0 for the class of an example, below for the others', async () => {
    const machine = await fitLinearMachine(options);
    const [first = 0, second = 0, third = 0] = linearScores(machine, dense(1, 0));
    expect(first).toBeGreaterThan(0);
    expect(Math.max(second, third)).toBeLessThan(0);
  });

  it('leaves pieces it never saw without weight', async () => {
    const machine = await fitLinearMachine(options);
    expect(linearScores(machine, piece(2))).toEqual(linearScores(machine, dense(0, 0)));
  });

  it('is the same for the same examples, and tells how far it is', async () => {
    const told: number[] = [];
    const one = await fitLinearMachine({ ...options, onProgress: (done) => told.push(done) });
    expect(told).toEqual([1, 2, 3]);
    expect(await fitLinearMachine(options)).toEqual(one);
  });
});
