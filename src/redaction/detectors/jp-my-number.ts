import { createIdentifierDetector } from '../identifier-detector.ts';

/** Japanese individual number: twelve digits modulo 11, where the words before name it. */
export const jpMyNumber = createIdentifierDetector({
  id: 'jp-my-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\p{L}\d])/gu,
  label: /(?:マイナンバー|個人番号|my number card|individual number)/iu,
});
