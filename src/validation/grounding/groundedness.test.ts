import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../../test/support/processor-time.ts';
import { groundedness } from './groundedness.ts';

const passage = 'Skiing can be a means of transport, a recreational activity or a competitive winter sport.';

describe('groundedness', () => {
  it('puts a restatement above an aside, and both above an invention', () => {
    const restated = groundedness('Skiing can be a means of transport or a competitive sport.', [passage]);
    const aside = groundedness('I love skiing! Skiing is a winter sport and I do it with my brother.', [passage]);
    const invented = groundedness('Snowboards were sold in Denver in 1965.', [passage]);
    expect(restated).toBeGreaterThan(0.6);
    expect(aside).toBeLessThan(restated);
    expect(invented).toBeLessThan(0.1);
  });

  it('counts words of one family half and a new "not" against', () => {
    expect(groundedness('It transports.', [passage])).toBeGreaterThan(groundedness('It teleports.', [passage]));
    expect(groundedness('Skiing is not a winter sport.', [passage])).toBeLessThan(
      groundedness('Skiing is a winter sport.', [passage]),
    );
  });

  it('is a number from 0 to 1 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (reply, passages) => {
        const score = groundedness(reply, passages);
        expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
    expect(groundedness('', [passage])).toBe(0);
  });

  it.each(['a', 'ab ', "n't ", "'s ", '1,', 'prefix1 prefix2 '])('reads 100 KB of %j in time', (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    expect(leastProcessorMs(() => groundedness(text, [text]), 400)).toBeLessThan(400);
  });
});
