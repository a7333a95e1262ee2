import { findAddressEnd } from '../address-end.ts';
import type { Candidate, Detector } from '../detector.ts';

const NAME =
  "(?:[\\p{Lu}∆][\\p{L}\\p{M}∆'’.-]{0,30}|(?:de|del|della|di|da|do|dos|du|des|la|le|les|van|von|der|den|het|u\\.|út|útja|tér|põik|tee|tn|mnt|cesta|ulice|nám|sq|fejedelem|pod|na|av|e|y)\\.?)";
const UNIT = '(?:[Aa]pt|[Aa]partment|[Ss]uite|[Ss]te|[Uu]nit|[Ff]lat)\\.?\\s#?\\d{1,5}';
const BREAK = '(?:,?[ \\t]{0,2}\\r?\\n|,[ \\t])[ \\t>?|*-]{0,8}';

/** Streets of any country, by numbers around their name and by what only an address goes on with. */
const shapes = [
  // 72134 Coronilla 3599, then a place; 9092 Avda. Generalísimo 6 Apt. 868
  `\\d{1,6}\\s(?:${NAME}\\s){1,5}\\d{1,4}[a-z]?\\.?(?=(?:\\s(?:St|Str|Street|Road)\\.)?(?:${BREAK}(?:[\\p{Lu}∆]|${UNIT})|,?\\s{1,3}${UNIT}))`,
  // 903 83 Dora Creek Apt. 176; 21 Nino Point\n Apt. 658
  `\\d{1,6}\\s(?:\\d{1,5}\\s)?(?:${NAME}\\s){0,4}${NAME}(?=(?:,?\\s{1,3}|${BREAK})${UNIT})`,
  // Merineitsi põik 87 van Gijn Summit\n Suite 364; Bygget 91 Suite 3
  `(?:${NAME}\\s){1,4}\\d{1,4}[a-z]?\\.?(?:\\s(?:${NAME}\\s){0,4}${NAME})?(?=(?:,?\\s{1,3}|${BREAK})${UNIT})`,
  // Suite 913 0547 Bygget 91: the unit first
  `${UNIT}\\s\\d{1,6}\\s(?:${NAME}\\s){0,4}${NAME}(?:\\s\\d{1,4})?`,
].map((shape) => new RegExp(`(?<![\\p{L}\\p{N}.,$€£:/-])${shape}`, 'gu'));
/** The same where nothing has a capital: a number, words, a unit. */
const plain = new RegExp(
  `(?<![\\p{L}\\p{N}.,$€£:/-])\\d{1,6}\\s(?:\\d{1,5}\\s)?(?:[\\p{L}\\p{M}'’.-]{2,30}\\s){1,5}(?:\\d{1,4}\\s)?(?=\\s{0,4}${UNIT})`,
  'gu',
);
/** PSC 6477, Box 2981; Unit 7349 Box 6067; USS Mahler: then DPO, APO or FPO. */
const military =
  /(?<![\p{L}\d])(?:(?:PSC|Unit|CMR)\s\d{1,5},?\s{1,2}Box\s\d{1,5}|(?:USS|USNS|USNV|USCGC)\s[\p{L}-]{2,30})(?=,?\s{1,4}[DAF]PO\s(?:AA|AE|AP)\b)/giu;
const corner = new RegExp(
  `(?<![\\p{L}])(?:the\\s)?corner\\sof\\s(?:\\d{1,6}\\s)?(?:[\\p{L}\\p{M}∆'’.-]{1,30}\\s){1,5}(?:\\d{1,4}\\s)?(?:[\\p{L}.]{1,5}\\s)?and\\s(?:\\d{1,6}\\s)?(?:${NAME}\\s){0,3}${NAME}(?:\\s\\d{1,4}(?![\\p{L}\\d]))?`,
  'gu',
);
/** He lives on the north side of Joaquin Suarez 2906. */
const lived = new RegExp(
  `\\b(?:live[sd]?|living|resid(?:es|ing)|moved|office\\sis|located)\\s(?:at|on|in|to)\\s(?:the\\s\\p{L}{4,5}\\sside\\sof\\s)?(?<value>(?:\\d{1,6}\\s)?(?:${NAME}\\s){1,4}\\d{1,4}[a-z]?(?![\\p{L}\\d]))`,
  'dgu',
);

/** Postal addresses without a word for street: by a unit, a military post, a corner, or numbers before and after a name. */
export const numberedAddress: Detector = {
  id: 'numbered-address',
  find: function findNumberedAddresses(text) {
    if (!/\d|corner/.test(text)) return [];
    return [
      ...shapes.flatMap((shape) => [...text.matchAll(shape)]).map((match) => toCandidate(text, match.index, match[0])),
      ...Array.from(text.matchAll(plain), (match) => toCandidate(text, match.index, match[0].trimEnd())),
      ...Array.from(text.matchAll(military), (match) => toCandidate(text, match.index, match[0])),
      ...Array.from(text.matchAll(corner), (match) => toCandidate(text, match.index, match[0])),
      ...[...text.matchAll(lived)].flatMap((match) => {
        const [start] = match.indices?.groups?.value ?? [];
        return start === undefined ? [] : [toCandidate(text, start, match.groups?.value ?? '')];
      }),
    ];
  },
};

function toCandidate(text: string, start: number, street: string): Candidate {
  const end = findAddressEnd(text, start + street.length);
  return { type: 'ADDRESS', start, end, score: 0.75, source: 'pattern:numbered-address' };
}
