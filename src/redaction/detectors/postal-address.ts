import type { Candidate, Detector } from '../detector.ts';

const LETTERS = "[\\p{L}\\p{M}'.-]";
const WORD = `\\p{L}${LETTERS}{0,30}`;
const STREET =
  '(?:street|str|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|way|close|crescent|cres|highway|hwy|parkway|pkwy|circle|cir|trail|grove|gardens|mews|row|walk|alley|radial|turnpike|pike)';
const STEM = `\\p{L}${LETTERS}{2,30}?`;

/** First lines of an address, country by country. */
const streetLines = [
  // 12 High Street; 5920 47th Ave; 12B Baker St.
  `\\d{1,5}[a-z]?(?:[-/]\\d{1,4})?,?\\s(?:(?:\\d{1,3}(?:st|nd|rd|th)|${WORD})\\s){1,4}?${STREET}(?![\\p{L}])\\.?`,
  // Hauptstraße 12; Kerkstraat 8
  `${STEM}(?:straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|straat|laan|gracht|plein|kade|gatan|vägen|gata|veien|vej|katu|tie)\\s\\d{1,4}\\s?[a-z]?(?![\\p{L}\\d])`,
  // 33 avenue de Provence
  `\\d{1,4}\\s?(?:bis|ter)?,?\\s(?:rue|avenue|boulevard|chemin|impasse|quai|allée|cours)\\s(?:(?:de|du|des|la|le|les|d'|l'|saint)\\s?){0,3}${WORD}`,
  // Calle Mayor 12; Via Roma, 5; ul. Długa 7
  `(?:calle|avenida|avda|plaza|paseo|via|viale|piazza|corso|rua|praça|ulica|ul)\\.?\\s(?:${WORD}\\s?){1,4}?,?\\s?(?:n[º°.]\\s?)?\\d{1,4}(?![\\p{L}\\d])`,
  // P.O. Box 104; PSC 3294, Box 9168
  '(?:p\\.?\\s?o\\.?\\s?box|post office box|postfach)\\s?\\d{1,6}(?:\\s\\d{2,3}){0,2}',
  '(?:psc|unit|cmr)\\s\\d{3,5},?\\s{1,2}box\\s\\d{3,5}',
].map((line) => new RegExp(`(?<![\\p{L}\\d.,$€£-])${line}`, 'giu'));

/** What goes on after a street line: flat, places, state and postcode, each with its capitals. */
const rest =
  /(?:,?\s{1,3}(?:[Aa]pt|[Aa]partment|[Ss]uite|[Ss]te|[Uu]nit|[Ff]lat|[Rr]oom|#)\.?\s?[\p{L}\d-]{1,8}(?![\p{L}\d]))?(?:,?\s{1,3}(?:\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|(?!(?:I|My|Please|And|But|Can|Could|The|This|It|Is|We|You|Thanks|Phone|Mobile|Email|Desk|Fax|Office)\b)\p{Lu}[\p{L}\p{M}'.-]{1,30})(?![\p{L}\d])){0,6}/uy;

/** The same in lower case, believed for the postcode at its end. */
const plainRest =
  /(?:,?\s(?:apt|suite|unit|flat)\.?\s?[\p{L}\d]{1,6}(?:\s[a-z])?)?(?:,?\s[\p{L}.'-]{2,24}){0,5},?\s\d{5}(?:-\d{4})?(?![\p{L}\d])/iuy;

/** Words that stand between a count and a street word without making an address. */
const between =
  /\b(?:weeks?|days?|hours?|hrs|minutes?|mins?|months?|years?|times|at|in|on|the|and|or|to|from|for|is|was|of|my|your|a|an|i|it|this|that|any|no|not|dollars|euros|pounds|more|there|only|by|with|per)\b/i;
const stated =
  /(?<![\p{L}])(?:(?:i|we)\s(?:now\s|currently\s)?(?:live|reside)\s(?:at|in|on)|(?:my|our|the|new|home|mailing|billing|shipping|delivery|postal|street|current|correct)\s(?:new\s)?add?ress(?:\s(?:is|was|has changed to)|\s?:)?|add?ress\s?:|(?:ship|deliver|send)\s(?:it|them|this)\sto|wohne\s(?:in|an)|j'habite(?:\sau)?|vivo\sen)\s{1,2}(?:to\s)?(?<value>[^.!?;\n]{4,100})/giu;
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
    .filter((match) => !between.test(match[0]))
    .map((match) => {
      const lineEnd = match.index + match[0].length;
      const end = lineEnd + Math.max(lengthAt(rest, text, lineEnd), lengthAt(plainRest, text, lineEnd));
      return { type: 'ADDRESS', start: match.index, end, score: 0.7, source: 'pattern:street' };
    });
}

function lengthAt(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return (sticky.exec(text)?.[0] ?? '').length;
}

function findStated(text: string): Candidate[] {
  return [...text.matchAll(stated)].flatMap((match): Candidate[] => {
    const typed = match.groups?.value ?? '';
    const value = typed.replace(statedEnd, '').trimEnd();
    const start = match.index + match[0].length - typed.length;
    const isPlace = /\d/.test(value) && /\p{L}{3}/u.test(value);
    return isPlace
      ? [{ type: 'ADDRESS', start, end: start + value.length, score: 0.75, source: 'context:address' }]
      : [];
  });
}
