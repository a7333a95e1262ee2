import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Portuguese NIF: nine digits modulo 11; one number in ten passes, so the words before must name it. */
export const ptNif = createIdentifierDetector({
  id: 'pt-nif',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-35689]\d{2}[ .]?\d{3}[ .]?\d{3}(?![\p{L}\d])/gu,
  label: /(?:\bnif\b|contribuinte|número fiscal|numero fiscal)/i,
  isValid: (value) => validator.isTaxID(value, 'pt-PT'),
});
