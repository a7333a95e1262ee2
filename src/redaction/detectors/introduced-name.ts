import type { Candidate, Detector } from '../detector.ts';
import { findNameEnd } from '../name-words.ts';

/** Words after which only a name can stand, in any case. */
const plain =
  /(?<![\p{L}\d]|(?:company|firm|model|brand|business|product|domain|file|shop|store|bank|merchant|project|group|team)\s)(?:my\s?(?:full\s|first\s|last\s|given\s|family\s|real\s|maiden\s|middle\s|user\s?)?(?:name|surname)(?:\sis|'s|\swas|:|\s-)?(?:\s?:)?|(?:her|his|their)\s(?:full\s|first\s|last\s|maiden\s)?name\sis|name\s?(?:is|:)|(?:first|last|full|sur|given|family|middle|account\sholder|card\s?holder)\s?name(?:\sis)?:?|^(?:(?:yes|sure|ok|okay|hi|hello)\s)?name(?:\sof)?|complete\sdetails\sname|account\sholder(?:'s\sname)?\sis|change\smy\s(?:last\s)?name\s(?:from|to)|call\sme|calls\sme|myself|name\son\s(?:the\s|my\s)?(?:card|account)(?:\sis|:)|ich\sheiße|ich\sheisse|mein\sname\sist|je\sm'appelle|mon\snom\sest|me\sllamo|mi\snombre\ses|mi\schiamo|il\smio\snome\sè|meu\snome\sé|me\schamo|ik\sheet|mijn\snaam\sis|nazywam\ssię|jag\sheter|mitt\snamn\sär|jeg\shedder|jeg\sheter)\s{1,3}["']?/giu;
/** Words after which much else can stand, so a name needs its capitals. */
const doubtful =
  /(?<![\p{L}\d])(?:i\sam|i'm|im|this\sis|it's|it\sis|here\sis|ich\sbin|je\ssuis|soy|sono|hier\sspricht|hier\sist)\s{1,2}/giu;
/** After one capitalised word, what shows that it was a name: the end, or how people go on after a name. */
const afterSingle =
  /^(?:\s*$|\s?[,;!-]|\.(?:\s|$)|\s?\n|\s(?:and|from|here|with|speaking|calling|writing|at|und|et|y|i|my|aus|de)\b)/iu;
const notNames =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|english|german|french|spanish|italian|dutch|british|american|indian|chinese|european|canadian|visa|mastercard|paypal|apple|google|android|windows|amazon|iphone|netflix|christmas|easter|god|usd|eur|gbp|uk|usa|us|atm|pin|otp|vip|id|ceo|europe|germany|france|spain|italy|india|london|gmail|premium|gold|platinum)\b/iu;

/** Names people give when they introduce themselves. */
export const introducedName: Detector = {
  id: 'introduced-name',
  find: function findIntroducedNames(text) {
    const candidates: Candidate[] = [];
    for (const match of text.matchAll(plain)) {
      const start = match.index + match[0].length;
      const end = findNameEnd(text, start, { anyCase: true });
      if (end !== undefined) candidates.push({ type: 'NAME', start, end, score: 0.85, source: 'context:introduced' });
    }
    for (const match of text.matchAll(doubtful)) {
      const start = match.index + match[0].length;
      const end = findNameEnd(text, start, { anyCase: false });
      if (end === undefined || !isLikelyName(text, start, end)) continue;
      candidates.push({ type: 'NAME', start, end, score: 0.6, source: 'pattern:introduced' });
    }
    return candidates;
  },
};

function isLikelyName(text: string, start: number, end: number): boolean {
  const name = text.slice(start, end);
  const isShouted = name === name.toUpperCase() && name !== name.toLowerCase();
  if (isShouted || notNames.test(name.toLowerCase())) return false;
  return name.includes(' ') || afterSingle.test(text.slice(end, end + 12));
}
