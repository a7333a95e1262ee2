import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import { createOperatorIdentifier, type OperatorIdentifier } from './operator-identifier.ts';

const options = { defaultCountry: 'US' } as const;

function masked(text: string, identifier: Partial<OperatorIdentifier>): string[] {
  const detector = createOperatorIdentifier({
    id: 'own',
    type: 'REFERENCE',
    pattern: 'X{5,7}',
    context: [],
    ...identifier,
  });
  return detector.find(text, options).map(({ start, end }) => text.slice(start, end));
}

const booking = { context: ['booking number', 'confirmation'] };

describe('createOperatorIdentifier', () => {
  it.each([
    ['KD-48213 is mine', { pattern: 'KD9{5}' }, ['KD-48213']],
    ['policy aab 123 456', { pattern: 'A{3}9{6}' }, ['aab 123 456']],
    ['my booking number is hgj 478', booking, ['hgj 478']],
    ['confirmation number w 5 x 1 k 3 please', booking, ['w 5 x 1 k 3']],
    ['booking number fx 456 is mine', booking, ['fx 456']],
  ])('finds numbers of the operator: %s', (text, identifier, values) => {
    expect(masked(text, identifier)).toEqual(values);
  });

  it.each([
    ['order KD-482134', { pattern: 'KD9{5}' }],
    ['hgj 478', booking],
    ['the booking number was wrong', booking],
    ['booking number? My flight is at 12345', booking],
  ])('keeps what has another shape or is not named: %s', (text, identifier) => {
    expect(masked(text, identifier)).toEqual([]);
  });

  it('reads 100 KB that nearly match in linear time', () => {
    for (const pattern of ['X{5,7}', 'A{2,3}9{6,9}', '9{1,38}K', 'KD9{5}']) {
      const detector = createOperatorIdentifier({ id: 'own', type: 'REFERENCE', pattern, context: [] });
      for (const unit of ['1', 'a', 'a 1-', 'KD1', '1 ']) {
        const text = unit.repeat(100_000 / unit.length);
        expect([pattern, unit, leastProcessorMs(() => detector.find(text, options), 400) <= 400]).toEqual([
          pattern,
          unit,
          true,
        ]);
      }
    }
  });
});
