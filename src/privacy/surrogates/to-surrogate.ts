import type { Draw } from './draw.ts';
import {
  cardSurrogate,
  dateSurrogate,
  ibanSurrogate,
  ipSurrogate,
  macSurrogate,
  phoneSurrogate,
  postcodeSurrogate,
  ssnSurrogate,
} from './numbers.ts';
import { inShape } from './shape.ts';
import { addressSurrogate, emailSurrogate, nameSurrogate, unseenSurrogate, urlSurrogate } from './words.ts';

type MakeSurrogate = (original: string, draw: Draw) => string;

/** Kinds with ranges nobody has; what is not here keeps its shape alone. */
const makers: Readonly<Record<string, MakeSurrogate>> = {
  CARD: cardSurrogate,
  IBAN: ibanSurrogate,
  SSN: ssnSurrogate,
  PHONE: phoneSurrogate,
  EMAIL: emailSurrogate,
  IP: ipSurrogate,
  MAC: macSurrogate,
  URL: urlSurrogate,
  NAME: nameSurrogate,
  ADDRESS: addressSurrogate,
  POSTCODE: postcodeSurrogate,
  DATE_OF_BIRTH: dateSurrogate,
};

/** Draws before another one is taken for hopeless: an original without letters and digits has no other shape. */
const TRIES = 8;

/**
 * Something of the same kind and shape in place of a value: never the value itself.
 *
 * @param original null where it is not to be had any more
 */
export function toSurrogate(type: string, original: string | null, draw: Draw): string {
  if (original === null) return unseenSurrogate('', draw);
  const make = (Object.hasOwn(makers, type) ? makers[type] : undefined) ?? inShape;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const surrogate = make(original, draw);
    if (bare(surrogate) !== bare(original)) return surrogate;
  }
  return unseenSurrogate(original, draw);
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
