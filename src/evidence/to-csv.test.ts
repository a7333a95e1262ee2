import { describe, expect, it } from 'vitest';
import { toCsv } from './to-csv.ts';

describe('toCsv', () => {
  it('quotes what a reader would take apart, and doubles quotes', () => {
    expect(toCsv(['a', 'b'], [['one, two', 'say "no"\nnow']])).toBe('a,b\r\n"one, two","say ""no""\nnow"\r\n');
  });

  it('lets no cell be taken for a formula by a spreadsheet', () => {
    expect(toCsv(['a'], [['=1+1'], ['@x'], ['-3'], [-3], [null], [true]])).toBe(
      "a\r\n'=1+1\r\n'@x\r\n'-3\r\n-3\r\n\r\ntrue\r\n",
    );
  });
});
