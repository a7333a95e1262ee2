import { remainderOf } from '../check-digits.ts';
import type { Candidate, Detector } from '../detector.ts';
import { afterLabelOrNothing } from '../glued-label.ts';
import { wordsBefore } from '../text-around.ts';

/** Characters of an IBAN by country (SWIFT IBAN registry), and of four countries that use the format outside it. */
const lengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 ' +
    'DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 ' +
    'IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 ' +
    'MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 ' +
    'SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 DZ26 IR26 MA28 MZ25'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const glued = afterLabelOrNothing('iban|account|acct|acc|konto|kto|compte|cuenta|conto|rekening|to');
const opening = new RegExp(String.raw`(?=[a-z]{2}[ -]?\d)${glued}(?<country>[a-z]{2})[ -]?\d[ -]?\d`, 'giu');
const label = /\biban\b/i;
/** Longest IBAN with a separator after every character. */
const REACH = 68;

/** International bank account numbers with any grouping, proved by ISO 13616 (MOD 97-10). */
export const iban: Detector = {
  id: 'iban',
  find: function findIbans(text) {
    const candidates: Candidate[] = [];
    for (const match of text.matchAll(opening)) {
      const length = lengths.get((match.groups?.country ?? '').toUpperCase());
      const start = match.index;
      const end = length === undefined ? undefined : findEnd(text, start, length);
      if (end === undefined) continue;
      if (isIban(text.slice(start, end))) {
        candidates.push({ type: 'IBAN', start, end, score: 0.99, source: 'checksum:mod97' });
      } else if (label.test(wordsBefore(text, start))) {
        candidates.push({ type: 'IBAN', start, end, score: 0.85, source: 'context:iban' });
      }
    }
    return candidates;
  },
};

/** Where `length` letters and digits end, with single separators between them and none of their kind after. */
function findEnd(text: string, start: number, length: number): number | undefined {
  let taken = 0;
  let separators = 0;
  for (let at = start; at < Math.min(text.length, start + REACH); at += 1) {
    const character = text.charAt(at);
    if (/[A-Za-z0-9]/.test(character)) {
      taken += 1;
      separators = 0;
      if (taken === length) return /[\p{L}\p{N}]/u.test(text.charAt(at + 1)) ? undefined : at + 1;
    } else {
      separators += 1;
      if (separators > 2 || !/[ .\r\n-]/.test(character)) return undefined;
    }
  }
  return undefined;
}

function isIban(typed: string): boolean {
  const value = typed.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  const moved = value.slice(4) + value.slice(0, 4);
  return (
    remainderOf(
      moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)),
      97,
    ) === 1
  );
}
