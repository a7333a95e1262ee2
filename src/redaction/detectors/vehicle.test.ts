import { describe, expect, it } from 'vitest';
import { vehicleNumber, vehiclePlate } from './vehicle.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detectors mask, in order. */
function masked(text: string): string[] {
  return [vehiclePlate, vehicleNumber]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('vehiclePlate and vehicleNumber', () => {
  it.each([
    ['my number plate is AB12 CDE please', ['AB12 CDE']],
    ['license plate: 7ABC123', ['7ABC123']],
    ['Kennzeichen B-MW 1234', ['B-MW 1234']],
    ['the plate number ab 12 cde', ['ab 12 cde']],
    ['1M8GDM9AXKP042788', ['1M8GDM9AXKP042788']],
    ['VIN WVWZZZ1JZXW000001', ['WVWZZZ1JZXW000001']],
  ])('finds plates that are named and numbers with a check character: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['model AB12 CDE', 'my number plate is missing', 'order 1M8GDM9A1KP042788'])(
    'keeps products and orders: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
