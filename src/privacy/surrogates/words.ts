import type { Draw } from './draw.ts';
import { drawDigits, inCaseOf, inShape, pick } from './shape.ts';

/** Given and family names of many origins, put together at random: whoever comes out is nobody meant. */
const given =
  'Alex Amara Anders Bela Carmen Chidi Dana Elif Farid Greta Hana Imran Jonas Keiko Lucia Mei Nadia Omar Priya Rafael Sanne Tariq Ursula Vera Wanjiru Yusuf'.split(
    ' ',
  );
const family =
  'Abiodun Bergstrom Castellan Dimitrov Eriksen Fontaine Grabowski Hartmann Ivanova Jimenez Kimura Lindqvist Mbeki Novak Okonkwo Petrov Quintana Rahimi Silveira Tanaka Ueland Varga Wierzbicki'.split(
    ' ',
  );
const streets = ['Example Street', 'Sample Road', 'Specimen Avenue', 'Placeholder Lane', 'Pattern Way'];
const towns = ['Exampleton', 'Sampleford', 'Specimen Falls'];

export function nameSurrogate(original: string, draw: Draw): string {
  const words = original.trim().split(/\s+/u).length;
  const first = pick(given, draw);
  const names = Array.from({ length: Math.min(words, 4) - 1 }, () => pick(family, draw));
  return inCaseOf(original, [first, ...names].join(' '));
}

/** RFC 2606 keeps the domain for examples. */
export function emailSurrogate(original: string, draw: Draw): string {
  const local = original.split(/@|\s+at\s+/iu)[0] ?? 'someone';
  const shaped = inShape(local.replace(/[^\p{L}\p{N}._+-]/gu, ''), draw).replace(/[^\w.+-]/gu, 'x');
  return `${shaped === '' ? 'someone' : shaped}@${pick(['example.org', 'example.com', 'example.net'], draw)}`;
}

export function urlSurrogate(_original: string, draw: Draw): string {
  return `https://example.org/${inShape('aaaaaaaa', draw)}`;
}

export function addressSurrogate(original: string, draw: Draw): string {
  const street = `${1 + draw(199)} ${pick(streets, draw)}`;
  return inCaseOf(original, original.includes(',') ? `${street}, ${pick(towns, draw)}` : street);
}

/** Where the original is not to be had any more. */
export function unseenSurrogate(_original: string, draw: Draw): string {
  return drawDigits(8, draw);
}
