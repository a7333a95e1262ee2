import { createIdentifierDetector } from '../identifier-detector.ts';

/** Korean resident registration number: birth date, sex and century, serial; those since 2020 have no check digit. */
export const krResidentNumber = createIdentifierDetector({
  id: 'kr-resident-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?![\p{L}\d])/gu,
  label: /(?:주민등록번호|주민번호|\brrn\b|resident registration)/iu,
  shapeScore: 0.8,
});
