/** Hashes in a full tile and entries in a full bundle; a tile stands for 8 levels of the tree (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** Tree levels between a tile's hashes and those of the tile above it. */
export const TILE_HEIGHT = 8;

/** More thousands of thousands than there are leaves. */
const mostElements = 5;

/** A resource of the tiled tree: hashes of one tile level, or the entries below tile level 0. */
export interface TilePlace {
  readonly level: number | 'entries';
  /** Among those of its level, from 0. */
  readonly index: number;
  /** 1 to 256; less than 256 is the beginning of a tile that was not full when the tree had some size. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, with `N` in elements of three digits as in `x001/x234/067`. */
export function toTilePath({ level, index, width }: TilePlace): string {
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${toElements(index)}${partial}`;
}

/** Reads what {@link toTilePath} writes and nothing else: one resource has one address. */
export function parseTilePath(path: string): TilePlace | undefined {
  const [, level, elements, width] = /^tile\/(entries|\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (level === undefined || elements === undefined || elements.split('/').length > mostElements) return undefined;
  const place: TilePlace = {
    level: level === 'entries' ? level : Number(level),
    index: Number(elements.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isSpelledSo = toTilePath(place) === path && (width === undefined || place.width < TILE_WIDTH);
  return isSpelledSo && place.width > 0 && isWithinReach(place) ? place : undefined;
}

/** Beyond it a tile would stand for leaves JavaScript cannot count without loss. */
function isWithinReach({ level, index }: TilePlace): boolean {
  const height = level === 'entries' ? 0 : level;
  return Number.isSafeInteger((index + 1) * TILE_WIDTH ** (height + 1));
}

function toElements(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return padded.replaceAll(/\d{3}(?=\d)/g, 'x$&/');
}

/** How many hashes of a level (entries at the lowest) a tree of `size` leaves has. */
export function countOnLevel(level: TilePlace['level'], size: number): number {
  return level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
}

/** Every resource of one level for a tree of `size` leaves, the partial one last. */
export function* tilesOf(level: TilePlace['level'], size: number): Generator<TilePlace> {
  const count = countOnLevel(level, size);
  for (let index = 0; index * TILE_WIDTH < count; index += 1) {
    yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) };
  }
}

/** The tile levels a tree of `size` leaves has anything on. */
export function levelsOf(size: number): readonly number[] {
  const levels: number[] = [];
  for (let level = 0; countOnLevel(level, size) > 0; level += 1) levels.push(level);
  return levels;
}
