import { parseNumber, quantityPattern } from './parse-number.ts';
import type { Specific } from './specific.ts';

const unit = String.raw`((?:working|business|banking|bank|week)[\s-]?days?|(?:calendar\s)?days?|weeks?|fortnights?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|seconds?|secs?)`;
const counted = new RegExp(
  `(?<![\\p{L}\\p{N}.,$£€])(${quantityPattern})(?:\\s?(?:-|–|—|to|or|and)\\s?(${quantityPattern}))?[\\s-]{1,2}(?:full\\s|more\\s|consecutive\\s)?${unit}(?![\\p{L}\\p{N}])`,
  'giu',
);
const attached = /(?<![\p{L}\p{N}.,])(\d{1,4})(hrs?|h|mins?|secs?|d)(?![\p{L}\p{N}])/giu;
const single = new RegExp(
  `(?<=(?<!\\p{L})(?:within|after|in|for|about|once)\\s(?:about\\s)?)an?\\s${unit}(?![\\p{L}])`,
  'giu',
);

/** Lengths of time. A working day, a day and a week each are a unit of their own. */
export function findDurations(text: string): Specific[] {
  const found: Specific[] = [];
  for (const match of text.matchAll(counted)) {
    const [, first, second, name = ''] = match;
    for (const written of [first, second]) found.push(...toDuration(match, written, name));
  }
  for (const match of text.matchAll(attached)) found.push(...toDuration(match, match[1], match[2] ?? ''));
  for (const match of text.matchAll(single)) found.push(...toDuration(match, '1', match[1] ?? ''));
  return found;
}

function toDuration(match: RegExpExecArray, written: string | undefined, name: string): Specific[] {
  const amount = written === undefined ? undefined : parseNumber(written);
  if (amount === undefined) return [];
  const place = { start: match.index, end: match.index + match[0].length };
  return [{ kind: 'duration', ...place, values: [`duration:${amount}:${unitOf(name)}`], implied: [`any:${amount}`] }];
}

function unitOf(name: string): string {
  const plain = name.toLowerCase();
  if (/^(?:working|business|bank|week[\s-]?d)/.test(plain)) return 'working-day';
  if (/^(?:calendar|d)/.test(plain)) return 'day';
  if (plain.startsWith('y')) return 'year';
  if (plain.startsWith('h')) return 'hour';
  if (plain.startsWith('min')) return 'minute';
  if (plain.startsWith('sec')) return 'second';
  return plain.replace(/s$/, '');
}
