/** Most pieces an address goes on with after its street: unit, places, state, postcode, country. */
const MOST_PIECES = 14;
const MOST_LINES = 5;

const separator = /(?:[ \t]*[,;]?[ \t]*(?:\r?\n[ \t>?|*-]{0,8}){1,2},?[ \t]{0,4}|[ \t]*,[ \t]*|[ \t]{1,3})/uy;
const unit =
  /(?:apt|apartment|suite|ste|unit|flat|room|floor|box|building|bldg|p\.?\s?o\.?\s?box|#)\.?\s?#?[\p{L}\d-]{0,6}\d[\p{L}\d-]{0,6}(?![\p{L}\d])/iuy;
const post = /(?:[DAF]PO)\s(?:AA|AE|AP)(?:\s\d{5}(?:-\d{4})?)?(?![\p{L}\d])/uy;
const postcode =
  /(?:\d{3}\s\d{2}|\d{4,6}(?:-\d{3,4})?(?:\s(?!I\b)[A-Z]{2})?|\d{3}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d)(?![\p{L}\d.,]\d|[\p{L}\d])/uy;
/** Two or three capitals; `nan` is what an export of a table leaves where there is no state. */
const state = /(?!(?:I|OK|AM|PM|ID|TV|PC|IT)\b)(?:[A-Z]{2,3}|nan)(?![\p{L}\d])/uy;
const place =
  /(?:(?:de|del|della|di|da|do|dos|das|du|des|la|le|les|el|al|am|an|der|im|in|bei|ob|upon|van|von|zum|na|nad|u|pod|sur|sous|en|og|i|y|e|St\.)\s){0,2}(?:l'|d')?[\p{Lu}∆][\p{L}\p{M}∆'’.-]{1,30}(?:\s\(\p{L}{2,20}\))?(?![\p{L}\d])/uy;
const notPlaces =
  /^(?:I|My|Please|And|But|Can|Could|The|This|It|Is|We|You|Thanks|Thank|Phone|Mobile|Email|E-mail|Desk|Fax|Office|Website|Name|Hi|Hello|Regards|Best|Kind|Sincerely|What|When|Where|Why|How|Do|Does|Not|No|Yes|Ask|Call|Tel|Also|Because|So|If|Let|Your|Our|He|She|They|There|Cool|Oh|In|Mr|Mrs|Ms|Dr|Date|Address|Account|Card|IBAN|SSN|Total|Order)\b/u;
const plainRest =
  /(?:,?\s(?:apt|suite|unit|flat)\.?\s?[\p{L}\d]{1,6}(?:\s[a-z])?)?(?:,?\s[\p{L}.'-]{2,24}){0,5},?\s\d{5}(?:-\d{4})?(?![\p{L}\d])/iuy;

/**
 * Where an address ends whose street line ends at `from`: it goes on with units, places, a state and a postcode. Places
 * on the same line count by themselves, those on the next lines only after a unit, or before one, a state or a postcode.
 */
export function findAddressEnd(text: string, from: number): number {
  let end = from;
  let at = from;
  let lines = 0;
  let isSameLine = true;
  let hasUnit = false;
  for (let piece = 0; piece < MOST_PIECES; piece += 1) {
    const gap = matchAt(separator, text, at);
    if (gap === 0) break;
    if (text.slice(at, at + gap).includes('\n')) {
      lines += 1;
      isSameLine = hasUnit;
    }
    if (lines > MOST_LINES) break;
    const next = readPiece(text, at + gap);
    if (next === undefined) break;
    at += gap + next.length;
    if (next.isSure || isSameLine) end = at;
    if (next.isSure) isSameLine = true;
    hasUnit ||= next.isUnit;
  }
  return Math.max(end, from + matchAt(plainRest, text, from));
}

interface Piece {
  readonly length: number;
  /** Nothing but an address has it. */
  readonly isSure: boolean;
  readonly isUnit: boolean;
}

function readPiece(text: string, at: number): Piece | undefined {
  for (const sure of [unit, post, postcode, state]) {
    const length = matchAt(sure, text, at);
    if (length > 0) return { length, isSure: true, isUnit: sure === unit };
  }
  if (notPlaces.test(text.slice(at, at + 12))) return undefined;
  const length = matchAt(place, text, at);
  return length > 0 ? { length, isSure: false, isUnit: false } : undefined;
}

function matchAt(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return (sticky.exec(text)?.[0] ?? '').length;
}
