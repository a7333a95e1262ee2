import type { Candidate, Detector } from '../detector.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

const CAPITAL = '(?=[A-ZÄÖÜ0-9 -]{0,9}\\d)[A-ZÄÖÜ0-9]{1,7}(?:[ -][A-ZÄÖÜ0-9]{1,4}){0,3}';
const PLAIN = '(?:\\p{L}{1,3}[ -]?\\d{1,4}(?:[ -]?\\p{L}{1,3})?|\\d{1,4}[ -]?\\p{L}{1,3}(?:[ -]?\\d{1,4})?)';
const plate = new RegExp(
  `(?:(?:number|licen[cs]e|registration|reg)\\s?plates?|plate\\s(?:number|no)|(?:car|vehicle|vehicle's)\\s(?:registration|reg)|registration\\s(?:number|no)|(?:[Kk]enn|[Nn]ummern?schild)(?:zeichen)?|immatriculation|matr[ií]cula|targa)(?:\\s(?:number|no|is|was|ist|est|es|of|my|the|car)\\b){0,3}[\\s:.#]{1,3}(?<value>${CAPITAL}|${PLAIN})(?![\\p{L}\\d])`,
  'dgu',
);

/** Number plates, where the words before name one: their shapes are those of products. */
export const vehiclePlate: Detector = {
  id: 'vehicle-plate',
  find: function findPlates(text) {
    return [...text.matchAll(plate)].flatMap((match): Candidate[] => {
      const [start, end] = match.indices?.groups?.value ?? [0, 0];
      return end - start >= 3 ? [{ type: 'VEHICLE', start, end, score: 0.8, source: 'context:plate' }] : [];
    });
  },
};

const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';

/** Vehicle identification numbers (ISO 3779): seventeen characters; cars for North America have a check character. */
export const vehicleNumber: Detector = createIdentifierDetector({
  id: 'vehicle-number',
  type: 'VEHICLE',
  shape: /(?<![\p{L}\d])(?=[A-Z]{0,10}\d)(?=\d{0,10}[A-Z])[A-HJ-NPR-Z\d]{11}[A-HJ-NPR-Z\d]{2}\d{4}(?![\p{L}\d])/giu,
  label: /\b(?:vin|vehicle (?:id|identification)|chassis|fahrgestell)/i,
  isValid: (typed) => {
    const value = typed.toUpperCase();
    const sum = weights.reduce(
      (total, weight, place) => total + weight * (values.indexOf(value.charAt(place)) % 10),
      0,
    );
    return '0123456789X'.charAt(sum % 11) === value.charAt(8);
  },
  checksumSuffices: true,
});
