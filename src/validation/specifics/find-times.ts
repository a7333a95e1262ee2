import type { Specific } from './specific.ts';

const half = String.raw`([ap])\.?\s?m\b\.?`;
const twelveHour = new RegExp(
  `(?<![\\p{L}\\p{N}.:])(?:(\\d{1,2})(?:[:.](\\d{2}))?\\s?(?:-|–|—|to|and)\\s?)?(\\d{1,2})(?:[:.](\\d{2}))?\\s?${half}`,
  'giu',
);
const clock = /(?<![\p{N}.:])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?![\p{N}:])/gu;
const named = /(?<!\p{L})(?:12\s)?(noon|midday|midnight)(?!\p{L})/giu;
const oClock = /(?<![\p{L}\p{N}])(\d{1,2})\s?o['’]clock/giu;

/** Times of day as 24-hour clock times; one without "a.m." or "p.m." before it is read both ways. */
export function findTimes(text: string): Specific[] {
  const found: Specific[] = [];
  for (const match of text.matchAll(twelveHour)) {
    const [, fromHour, fromMinute, hour = '', minute, letter = ''] = match;
    found.push(...toTime(match, [readTwelve(hour, minute, letter)]));
    if (fromHour !== undefined)
      found.push(...toTime(match, [readTwelve(fromHour, fromMinute, 'a'), readTwelve(fromHour, fromMinute, 'p')]));
  }
  for (const match of text.matchAll(clock))
    found.push(...toTime(match, [`${(match[1] ?? '').padStart(2, '0')}:${match[2]}`]));
  for (const match of text.matchAll(named))
    found.push(...toTime(match, [match[1]?.toLowerCase() === 'midnight' ? '00:00' : '12:00']));
  for (const match of text.matchAll(oClock))
    found.push(
      ...toTime(
        match,
        ['a', 'p'].map((letter) => readTwelve(match[1] ?? '', undefined, letter)),
      ),
    );
  return found;
}

function toTime(match: RegExpExecArray, readings: readonly (string | undefined)[]): Specific[] {
  const values = readings.filter((reading) => reading !== undefined).map((reading) => `time:${reading}`);
  if (values.length === 0) return [];
  return [{ kind: 'time', start: match.index, end: match.index + match[0].length, values, implied: [] }];
}

function readTwelve(hour: string, minute: string | undefined, letter: string): string | undefined {
  const value = Number(hour);
  if (value > 12 || value === 0) return undefined;
  const day = (value % 12) + (letter.toLowerCase() === 'p' ? 12 : 0);
  return `${String(day).padStart(2, '0')}:${minute ?? '00'}`;
}
