import type { Specific } from './specific.ts';

const monthNames: readonly string[] = `january february march april may june july august september october november
  december`.split(/\s+/);
const weekdays: readonly string[] = 'sun mon tue wed thu fri sat'.split(' ');

const month =
  '(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?!\\p{L})\\.?';
const day = '(\\d{1,2})(?:st|nd|rd|th)?(?![\\p{L}\\p{N}])';
const year = '(\\d{4})(?!\\p{N})';
const dayFirst = new RegExp(`(?<![\\p{L}\\p{N}.,$£€])${day}\\s(?:of\\s)?${month}(?:,?\\s${year})?`, 'giu');
const monthFirst = new RegExp(`(?<!\\p{L})${month}\\s${day}(?:,?\\s${year})?`, 'giu');
const monthOnly = new RegExp(`(?<!\\p{L})${month}\\s(?:of\\s)?${year}`, 'giu');
const iso = /(?<![\p{L}\p{N}-])(\d{4})-(\d{2})-(\d{2})(?![\p{N}-])/gu;
const slashed = /(?<![\p{L}\p{N}/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\p{N}/-])/gu;
const weekday =
  /(?<!\p{L})(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:days?(?!\p{L})|(?=\.?\s?(?:[-–—&]|to\s(?:mon|tue|wed|thu|fri|sat|sun)))|(?<=[-–—&]\s?\p{L}+)(?!\p{L}))/giu;

/** Calendar dates in ISO, US, European and long forms, months of a year, and days of the week. */
export function findDates(text: string): Specific[] {
  const found: Specific[] = [];
  const claim = (match: RegExpExecArray, ...readings: (CalendarDate | undefined)[]): void => {
    const valid = readings.filter((reading) => reading !== undefined);
    if (valid.length === 0) return;
    if (found.some(({ start, end }) => match.index < end && start < match.index + match[0].length)) return;
    found.push(toDate(match, valid));
  };
  for (const match of text.matchAll(iso)) claim(match, toCalendar(match[1], match[2], match[3]));
  for (const match of text.matchAll(slashed)) {
    const [, first, , second, written = ''] = match;
    const full = written.length === 2 ? `20${written}` : written;
    claim(match, toCalendar(full, first, second), toCalendar(full, second, first));
  }
  for (const match of text.matchAll(dayFirst)) claim(match, toCalendar(match[3], monthNumber(match[2]), match[1]));
  for (const match of text.matchAll(monthFirst)) claim(match, toCalendar(match[3], monthNumber(match[1]), match[2]));
  for (const match of text.matchAll(monthOnly)) claim(match, toCalendar(match[2], monthNumber(match[1]), undefined));
  for (const match of text.matchAll(weekday)) {
    const name = weekdays.indexOf((match[1] ?? '').slice(0, 3).toLowerCase());
    found.push({ ...placeOf(match), kind: 'date', values: [`weekday:${name}`], implied: [] });
  }
  return found;
}

interface CalendarDate {
  readonly year: string | undefined;
  readonly month: string;
  readonly day: string | undefined;
}

function toDate(match: RegExpExecArray, readings: readonly CalendarDate[]): Specific {
  const values = readings.map(
    (reading) =>
      `date:${[reading.year ?? '-', reading.month, reading.day].filter((part) => part !== undefined).join('-')}`,
  );
  const implied = readings.flatMap(({ year: known, month: in_, day: on }) => [
    ...(on === undefined ? [] : [`date:--${in_}-${on}`]),
    ...(known === undefined ? [] : [`date:${known}-${in_}`, `number:${known}`]),
  ]);
  return { ...placeOf(match), kind: 'date', values, implied };
}

function toCalendar(
  written: string | undefined,
  monthPart: string | undefined,
  dayPart: string | undefined,
): CalendarDate | undefined {
  const inMonth = Number(monthPart);
  if (!(inMonth >= 1 && inMonth <= 12)) return undefined;
  if (dayPart !== undefined && !(Number(dayPart) >= 1 && Number(dayPart) <= 31)) return undefined;
  return { year: written, month: String(inMonth).padStart(2, '0'), day: dayPart?.padStart(2, '0') };
}

/** "may" and "march" in small letters are a verb. */
function monthNumber(name: string | undefined): string | undefined {
  if (name === undefined || name === 'may' || name === 'march') return undefined;
  const index = monthNames.findIndex((full) => full.startsWith(name.toLowerCase().slice(0, 3)));
  return String(index + 1);
}

function placeOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}
