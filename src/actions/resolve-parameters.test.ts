import { describe, expect, it } from 'vitest';
import { givenOperation } from '../../test/support/given-operation.ts';
import { fillSlots } from './fill-slots.ts';
import { resolveParameters } from './resolve-parameters.ts';

const operation = givenOperation(`
    parameters:
      account: { type: string, from: [{ entity: ACCOUNT }] }
      sum: { type: number, maximum: 100, from: [{ amount: true }] }
      way: { type: string, enum: [post, app], required: false, from: [{ words: { post: [by post], app: [in the app] } }] }`);
const material = {
  question: 'pay 20 by post from [ACCOUNT_2]',
  placeholders: [
    { type: 'ACCOUNT', placeholder: '[ACCOUNT_2]' },
    { type: 'ACCOUNT', placeholder: '[ACCOUNT_1]' },
  ],
  customer: null,
  amount: 20,
};
const known = [
  { placeholder: '[ACCOUNT_1]', value: '11' },
  { placeholder: '[ACCOUNT_2]', value: '22' },
];

describe('fillSlots and resolveParameters', () => {
  it('fill from placeholders, amounts and words, and put the values in at the last moment', () => {
    const { slots, missing } = fillSlots(operation, material);
    expect(missing).toEqual([]);
    expect(JSON.stringify(slots)).not.toContain('22');
    const parameters = { account: '22', sum: 20, way: 'post' };
    expect(resolveParameters(operation, slots, known)).toEqual({ kind: 'resolved', parameters });
  });

  it('name what is missing, and leave out what need not be there', () => {
    const { slots, missing } = fillSlots(operation, { ...material, question: 'pay', placeholders: [], amount: 0 });
    expect([slots, missing]).toEqual([{}, ['account', 'sum']]);
  });

  it('keep what an earlier message gave', () => {
    const before = { account: { kind: 'placeholder', placeholder: '[ACCOUNT_1]' } } as const;
    expect(fillSlots(operation, material, before).slots.account).toEqual(before.account);
  });

  it.each([
    ['a value beyond its maximum', { sum: { kind: 'value', value: 101 } }, 'sum'],
    ['a value of another type', { sum: { kind: 'value', value: 'much' } }, 'sum'],
    ['a value that is not listed', { way: { kind: 'value', value: 'pigeon' } }, 'way'],
    ['a placeholder nobody knows', { account: { kind: 'placeholder', placeholder: '[ACCOUNT_9]' } }, 'account'],
  ] as const)('refuse %s', (_, change, parameter) => {
    const { slots } = fillSlots(operation, material);
    expect(resolveParameters(operation, { ...slots, ...change }, known)).toEqual({ kind: 'invalid', parameter });
  });
});
