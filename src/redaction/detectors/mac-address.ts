import { createIdentifierDetector } from '../identifier-detector.ts';

/** Hardware addresses of six octets (IEEE 802), with colons or dashes, or in three dotted groups. */
export const macAddress = createIdentifierDetector({
  id: 'mac-address',
  type: 'MAC',
  shape:
    /(?<![\p{L}\d:.-])(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\p{L}\d:]|[.-][\p{L}\d])/giu,
  label: /\bmac\b/i,
  shapeScore: 0.85,
});
