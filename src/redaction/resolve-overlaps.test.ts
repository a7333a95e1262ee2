import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import type { Candidate } from './detector.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';

const text = 'abcdefghijklmnopqrstuvwxyz';

function candidate(source: Candidate['source'], start: number, end: number, score = 0.5): Candidate {
  return { type: 'ACCOUNT', start, end, score, source };
}

function picked(...candidates: Candidate[]): string[] {
  return resolveOverlaps(candidates, text).map(({ source, start, end }) => `${source} ${start}-${end}`);
}

describe('resolveOverlaps', () => {
  it('prefers a checksum to context and context to a pattern', () => {
    expect(picked(candidate('pattern:a', 0, 9), candidate('context:b', 0, 9), candidate('checksum:c', 0, 9))).toEqual([
      'checksum:c 0-9',
    ]);
  });

  it('lets a rule speak for all of what the model sees as one', () => {
    const seen = { ...candidate('model:names', 0, 12), type: 'NAME' } as const;
    const titled = { ...candidate('pattern:titled', 5, 8), type: 'NAME' } as const;
    expect(picked(seen, titled)).toEqual(['pattern:titled 0-12']);
    const other = { ...seen, type: 'PLACE' } as const;
    expect(picked(other, candidate('pattern:titled', 5, 12))).toEqual(['model:names 0-5', 'pattern:titled 5-12']);
  });

  it('prefers the longer, then the surer', () => {
    expect(picked(candidate('pattern:a', 2, 6), candidate('pattern:b', 2, 8))).toEqual(['pattern:b 2-8']);
    expect(picked(candidate('pattern:a', 2, 6, 0.4), candidate('pattern:b', 2, 6, 0.9))).toEqual(['pattern:b 2-6']);
  });

  it('keeps the rest of a loser masked, on both sides', () => {
    expect(picked(candidate('pattern:a', 0, 20), candidate('checksum:b', 6, 12))).toEqual([
      'pattern:a 0-6',
      'checksum:b 6-12',
      'pattern:a 12-20',
    ]);
  });

  it('drops rests that tell nothing', () => {
    expect(picked(candidate('pattern:a', 0, 8), candidate('checksum:b', 2, 8))).toEqual(['checksum:b 2-8']);
  });

  it('keeps neighbours and answers them by start', () => {
    expect(picked(candidate('pattern:b', 5, 9), candidate('pattern:a', 0, 5))).toEqual([
      'pattern:a 0-5',
      'pattern:b 5-9',
    ]);
  });

  it('makes one of names that overlap, the title and the name, and stops at another finding', () => {
    const title: Candidate = { ...candidate('pattern:titled', 0, 7), type: 'NAME' };
    const name: Candidate = { ...candidate('context:model', 4, 12), type: 'NAME' };
    expect(picked(title, name)).toEqual(['context:model 0-12']);
    expect(picked(title, name, candidate('checksum:c', 0, 2))).toEqual(['checksum:c 0-2', 'context:model 2-12']);
  });

  it('stays linear with thousands of names that overlap', () => {
    const long = 'a'.repeat(200_000);
    const names = Array.from({ length: 20_000 }, (_, at): Candidate => {
      return { ...candidate('pattern:a', at * 9, at * 9 + 12), type: 'NAME' };
    });
    expect(leastProcessorMs(() => resolveOverlaps(names, long), 1_000)).toBeLessThanOrEqual(1_000);
  });
});
