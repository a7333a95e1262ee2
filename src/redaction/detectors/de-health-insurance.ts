import { createIdentifierDetector } from '../identifier-detector.ts';

/** German Krankenversichertennummer: a letter, nine digits, the last a check digit (§ 290 SGB V). */
export const deHealthInsurance = createIdentifierDetector({
  id: 'de-health-insurance',
  type: 'HEALTH_ID',
  shape: /(?<![\p{L}\d-])[A-Z]\d{9}(?![\p{L}\d])/giu,
  label: /(?:krankenvers|krankenkasse|kvnr|versichertennummer|health insurance)/i,
});
