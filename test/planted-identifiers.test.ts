import { describe, expect, it } from 'vitest';
import { plantedIdentifiers, plantedKinds } from './support/planted-identifiers.ts';

describe('plantedIdentifiers', () => {
  const planted = plantedIdentifiers(7, 1_000);

  it('is the same row for the same seed, and another for another', () => {
    expect(plantedIdentifiers(7, 1_000)).toEqual(planted);
    expect(plantedIdentifiers(8, 1_000)).not.toEqual(planted);
  });

  it('holds every kind, and every value once and in its text', () => {
    expect(new Set(planted.map(({ kind }) => kind)).size).toBe(plantedKinds.length);
    expect(new Set(planted.map(({ value }) => value)).size).toBe(planted.length);
    expect(planted.filter(({ text, value }) => text.split(value).length !== 2)).toEqual([]);
  });

  it('makes values that do not stand anywhere by accident', () => {
    expect(planted.filter(({ value }) => value.length < 6)).toEqual([]);
  });
});
