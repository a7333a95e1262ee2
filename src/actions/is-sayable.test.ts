import { describe, expect, it } from 'vitest';
import { isSayable } from './is-sayable.ts';

describe('isSayable', () => {
  it.each(['1,204.50', 'Élodie O’Brien', '12 High St., Flat #3', ''])('takes %j', (value) => {
    expect(isSayable(value)).toBe(true);
  });

  it.each(['<img src=x>', 'see https://evil.example', '[here](evil)', 'two\nlines', 'null\u0000', 'x'.repeat(301)])(
    'refuses %j',
    (value) => expect(isSayable(value)).toBe(false),
  );
});
