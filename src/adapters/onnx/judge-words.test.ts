import { describe, expect, it } from 'vitest';
import { judgeWords } from './judge-words.ts';

const decoding = { labels: ['O', 'NAME', 'CODE'], thresholds: { NAME: 0.6 } };
const mark = [9, 0, 0];
const sure = [0, 5, 0];
const none = [5, 0, 0];
const code = [0, 0, 5];

describe('judgeWords', () => {
  it('takes the mean of the pieces of a word', () => {
    const [both, half] = judgeWords(Float32Array.from([mark, sure, sure, sure, none].flat()), [2, 2], decoding);
    expect(both).toMatchObject({ label: 'NAME' });
    expect(both?.score).toBeGreaterThan(0.98);
    expect(half).toBeUndefined();
  });

  it('tells no label that has no threshold', () => {
    expect(judgeWords(Float32Array.from([mark, code].flat()), [1], decoding)).toEqual([undefined]);
  });
});
