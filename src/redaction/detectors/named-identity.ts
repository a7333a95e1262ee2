import { createIdentifierDetector } from '../identifier-detector.ts';

/** Ids of a state whose own detector is not here, or that were mistyped, where the words before name one. */
export const namedIdentity = createIdentifierDetector({
  id: 'named-identity',
  type: 'NATIONAL_ID',
  shape:
    /(?<![\p{L}\d-])(?=(?:[A-Z]{0,4}[ ./-]?\d){5})[A-Z\d]{1,14}(?:[ ./-][A-Z\d]{1,10}){0,3}(?<=\d[A-Z]{0,2})(?![\p{L}\d])/gu,
  label:
    /\b(?:national|government|citizen|resident|personal|state|military)\s(?:id|identity|identification|insurance|registration)(?:\s(?:card|number|no|code))?(?:\s(?:is|was))?[\s:.#]{1,3}$|\b(?:identity|identification|tax(?:payer)?|health(?:\sinsurance)?|social\sinsurance)\s(?:card\s)?(?:id|number|no|code)(?:\s(?:is|was))?[\s:.#]{1,3}$/i,
});

/** Health insurance and patient numbers, where the words before name one. */
export const namedHealthNumber = createIdentifierDetector({
  id: 'named-health-number',
  type: 'HEALTH_ID',
  shape:
    /(?<![\p{L}\d-])(?=(?:[A-Z]{0,4}[ ./-]?\d){4})[A-Z\d]{1,14}(?:[ ./-][A-Z\d]{1,10}){0,3}(?<=\d[A-Z]{0,2})(?![\p{L}\d])/gu,
  label:
    /\b(?:patient|medical\s(?:record|card)|health\s(?:card|plan|insurance)|medicaid|mrn|ehic)(?:\s(?:card|id|number|no|code|policy)){0,2}(?:\s(?:is|was))?[\s:.#]{1,3}$/i,
});
