import { createIdentifierDetector } from '../identifier-detector.ts';

const label =
  /\b(?:zip|zip\s?code|post\s?code|postal\s?code|postcode|plz|postleitzahl|pin\s?code|code postal|código postal|cap|postnummer)\b[^.!?]{0,24}$/i;

/** Postcodes of digits (US ZIP, ZIP+4 and others of four to six), where the words before name one. */
export const postcode = createIdentifierDetector({
  id: 'postcode',
  type: 'POSTCODE',
  shape: /(?<![\p{L}\d.,-])\d{3,6}(?:[ -]\d{3,4})?(?![\p{L}\d]|[-.,]\d)/gu,
  label,
});

/** UK postcodes (BS 7666) in capitals, or in any case where the words before name one. */
export const gbPostcode = createIdentifierDetector({
  id: 'gb-postcode',
  type: 'POSTCODE',
  shape: /(?<![\p{L}\d-])[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![\p{L}\d-])/giu,
  label: /\b(?:post\s?code|postal\s?code|postcode|zip|address|live|living|moved|home)\b/i,
});
