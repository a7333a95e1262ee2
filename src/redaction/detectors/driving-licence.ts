import { createIdentifierDetector } from '../identifier-detector.ts';

/** Driving licence numbers, where the words before name one. */
export const drivingLicence = createIdentifierDetector({
  id: 'driving-licence',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?=[A-Z]{0,9}\d)[A-Z0-9]{5,18}(?:-[A-Z0-9]{2,6}){0,4}(?![\p{L}\d])/giu,
  label: /(?:driv(?:er'?s?|ing) licen[cs]e|\bdl\b|führerschein|permis de conduire)/i,
});
