import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelsOf, parseTilePath, type TilePlace, tilesOf, toTilePath } from './tile-path.ts';

const place: fc.Arbitrary<TilePlace> = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 3 })),
  index: fc.integer({ min: 0, max: 2 ** 20 }),
  width: fc.integer({ min: 1, max: 256 }),
});

describe('toTilePath', () => {
  it('spells places as the specification shows them', () => {
    expect(toTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(toTilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(toTilePath({ level: 'entries', index: 999, width: 255 })).toBe('tile/entries/999.p/255');
    expect(toTilePath({ level: 'entries', index: 1_000, width: 256 })).toBe('tile/entries/x001/000');
  });

  it('is read back by parseTilePath', () => {
    fc.assert(
      fc.property(place, (one) => {
        expect(parseTilePath(toTilePath(one))).toEqual(one);
      }),
    );
  });
});

describe('parseTilePath', () => {
  it.each([
    'tile/0/0',
    'tile/00/000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001/x234/67',
    'tile/0/1000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/07',
    'tile/0/000.p/',
    'tile/9/000',
    'tile/6/999',
    'tile/-1/000',
    'tile/entries/../000',
    'tile/0/x999/x999/x999/x999/x999/999',
    '/tile/0/000',
    'tile/0/000\n',
  ])('takes no other spelling: %s', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

const widths = (level: TilePlace['level']) => [...tilesOf(level, 70_000)].map(({ width }) => width);

describe('tilesOf', () => {
  it('lists what the specification lists for a tree of 70,000 leaves', () => {
    expect(levelsOf(70_000)).toEqual([0, 1, 2]);
    expect(widths(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112]);
    expect(widths(1)).toEqual([256, 17]);
    expect(widths(2)).toEqual([1]);
    expect(widths('entries')).toEqual(widths(0));
  });

  it('lists no empty tile', () => {
    expect(levelsOf(0)).toEqual([]);
    expect([...tilesOf('entries', 0)]).toEqual([]);
    expect(levelsOf(256)).toEqual([0, 1]);
    expect([...tilesOf(0, 256)]).toEqual([{ level: 0, index: 0, width: 256 }]);
  });
});
