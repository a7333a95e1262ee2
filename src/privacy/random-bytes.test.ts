import { describe, expect, it } from 'vitest';
import { takeRandomBytes } from './random-bytes.ts';

describe('takeRandomBytes', () => {
  it('gives bytes of the asked length, never the same ones twice', () => {
    const taken = Array.from({ length: 2_000 }, (_, index) => takeRandomBytes(12 + (index % 21)));
    expect(taken.map((bytes) => bytes.length)).toEqual(taken.map((_, index) => 12 + (index % 21)));
    expect(new Set(taken.map((bytes) => bytes.toString('hex'))).size).toBe(taken.length);
  });

  it('leaves what was given as it was', () => {
    const first = takeRandomBytes(32);
    const copy = first.toString('hex');
    for (let draw = 0; draw < 500; draw += 1) takeRandomBytes(32);
    expect(first.toString('hex')).toBe(copy);
  });

  it('gives more than is drawn at once', () => {
    expect(takeRandomBytes(10_000)).toHaveLength(10_000);
  });
});
