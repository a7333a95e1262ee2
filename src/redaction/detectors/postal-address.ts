import { findAddressEnd } from '../address-end.ts';
import type { Candidate, Detector } from '../detector.ts';

const LETTERS = "[\\p{L}\\p{M}'.-]";
const WORD = `\\p{L}${LETTERS}{0,30}`;
const STREET =
  '(?:street|str|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|way|close|crescent|cres|highway|hwy|parkway|pkwy|circle|cir|trail|grove|gardens|mews|row|walk|alley|radial|turnpike|pike)';
const STEM = `\\p{L}${LETTERS}{2,30}?`;
/** A house number before the name of a street, where the street's own number comes after or there are two. */
const HOUSE = '(?:\\d{1,6}[a-z]?\\s){0,1}';

/** First lines of an address, country by country. */
const streetLines = [
  // 12 High Street; 5920 47th Ave; 12B Baker St.
  `${HOUSE}\\d{1,6}[a-z]?(?:[-/]\\d{1,4})?,?\\s(?:(?:\\d{1,3}(?:st|nd|rd|th)|${WORD})\\s){1,4}?${STREET}(?![\\p{L}])\\.?(?:\\s\\d{1,4}(?![\\p{L}\\d]))?`,
  // Hauptstraße 12; Kerkstraat 8
  `${HOUSE}${STEM}(?:straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|straat|laan|gracht|plein|kade|gatan|vägen|gata|veien|vegen|vegur|vej|gade|katu|kuja|tie|braut|stræti|gade|utca)\\s\\d{1,4}\\s?[a-z]?(?![\\p{L}\\d])`,
  // 33 avenue de Provence; 688 rue du centre 320
  `${HOUSE}\\d{1,6}\\s?(?:bis|ter)?,?\\s(?:rue|avenue|boulevard|chemin|impasse|quai|allée|cours|route)\\s(?:(?:de|du|des|la|le|les|d'|l'|saint)\\s?){0,3}${WORD}(?:\\s\\p{Lu}${LETTERS}{1,30}){0,3}(?:\\s\\d{1,4}(?![\\p{L}\\d]))?`,
  // Calle Mayor 12; Via Roma, 5; ul. Długa 7
  `${HOUSE}(?:calle|avenida|avda|plaza|paseo|via|viale|piazza|piazzetta|corso|rua|rue|praça|ulica|ul|largo|rúa)\\.?\\s(?:${WORD}\\s?){1,5}?,?\\s?(?:n[º°.]\\s?)?\\d{1,4}(?![\\p{L}\\d])`,
  // P.O. Box 104; PSC 3294, Box 9168
  '(?:p\\.?\\s?o\\.?\\s?box|post office box|postfach|postbox|postboks)\\s?\\d{1,6}(?:\\s\\d{2,3}){0,2}',
  '(?:psc|unit|cmr)\\s\\d{3,5},?\\s{1,2}box\\s\\d{3,5}',
].map((line) => new RegExp(`(?<![\\p{L}\\d.,$€£-])${line}`, 'giu'));

/** Words that stand between a count and a street word without making an address. */
const between =
  /\b(?:weeks?|days?|hours?|hrs|minutes?|mins?|months?|years?|times|at|in|on|the|and|or|to|from|for|is|was|of|my|your|a|an|i|it|this|that|any|no|not|dollars|euros|pounds|more|there|only|by|with|per)\b/i;
const stated =
  /(?<![\p{L}])(?:(?:i|we)\s(?:now\s|currently\s)?(?:live|reside)\s(?:at|in|on)|(?:my|our|the|new|home|mailing|billing|shipping|delivery|postal|street|current|correct)\s(?:new\s)?add?ress(?:\s(?:is|was|has changed to)|\s?:)?|add?ress\s?:|(?:ship|deliver|send)\s(?:it|them|this)\sto|wohne\s(?:in|an)|j'habite(?:\sau)?|vivo\sen)\s{1,2}(?:to\s)?(?<value>(?:[^.!?;\n]|(?<=\b(?:apt|st|ave|no|nr|str|blvd|rd|ste|u|ul|av|dr))\.(?=,?\s)){4,100})/giu;
const statedEnd =
  /,?\s(?:and|but|please|ssn|card|credit|debit|account|phone|email|my|i|so|because|can|could|where|if|who|ac)\b.*$/is;

/** Postal addresses by the shape of their street line, or whatever holds a number after "I live at". */
export const postalAddress: Detector = {
  id: 'postal-address',
  find: function findPostalAddresses(text) {
    if (!/\d/.test(text)) return [];
    return [...streetLines.flatMap((line) => findLine(text, line)), ...findStated(text)];
  },
};

function findLine(text: string, line: RegExp): Candidate[] {
  return [...text.matchAll(line)]
    .filter((match) => !between.test(match[0].replace(/\b(?:de|do|da|la|a)\s/gi, '')) || isLatinStreet(match[0]))
    .map((match) => {
      const end = findAddressEnd(text, match.index + match[0].length);
      return { type: 'ADDRESS', start: match.index, end, score: 0.7, source: 'pattern:street' };
    });
}

/** French, Spanish and Italian names of streets are full of small words. */
function isLatinStreet(line: string): boolean {
  return /^(?:\d{1,6}\s){0,2}(?:rue|calle|via|rua|avenida|paseo|plaza|piazza)\b/i.test(line);
}

function findStated(text: string): Candidate[] {
  return [...text.matchAll(stated)].flatMap((match): Candidate[] => {
    const typed = match.groups?.value ?? '';
    const value = typed.replace(statedEnd, '').trimEnd();
    const start = match.index + match[0].length - typed.length;
    const isPlace = /\d/.test(value) && /\p{L}{3}/u.test(value);
    return isPlace
      ? [
          {
            type: 'ADDRESS',
            start,
            end: findAddressEnd(text, start + value.length),
            score: 0.75,
            source: 'context:address',
          },
        ]
      : [];
  });
}
