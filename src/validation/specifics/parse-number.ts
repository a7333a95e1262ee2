const small: readonly string[] = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen sixteen seventeen eighteen nineteen`.split(/\s+/);
const tens: readonly string[] = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales: ReadonlyMap<string, number> = new Map([
  ['hundred', 1e2],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
]);
const magnitudes: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['thousand', 1e3],
  ['m', 1e6],
  ['mn', 1e6],
  ['million', 1e6],
  ['bn', 1e9],
  ['billion', 1e9],
]);

const numberWord = [...small, ...tens, ...scales.keys()].sort((a, b) => b.length - a.length).join('|');

/** Source of a pattern for digits as people group them: `1,000.00`, `1 000`, `1.000,00`, `12.5`. */
export const digitsPattern = String.raw`\d{1,3}(?:[,.'’\u00A0\u202F]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d{1,18}(?:[.,]\d{1,6})?`;
/** Source of a pattern for a number in words: "twenty-five", "one hundred and five". */
export const numberWordsPattern = String.raw`(?:${numberWord})(?:[\s-](?:and\s)?(?:${numberWord})){0,6}(?![\p{L}\p{N}])`;
/** Source of a pattern for a number either way. */
export const quantityPattern = `(?:${digitsPattern}|${numberWordsPattern})`;
/** Source of a pattern for what multiplies a number: "5 million", "5k". */
export const magnitudePattern = '(?:thousand|million|billion|mn|bn|[km])(?![\\p{L}\\p{N}])';

/** The decimal form of a number as it is written, without needless zeros; undefined where it is none. */
export function parseNumber(written: string, magnitude?: string): string | undefined {
  const digits = /^\d/.test(written) ? fromDigits(written) : fromWords(written);
  const factor = magnitude === undefined ? undefined : magnitudes.get(magnitude.toLowerCase());
  if (digits === undefined || factor === undefined) return digits;
  return trimmed((Number(digits) * factor).toFixed(4));
}

function fromDigits(written: string): string {
  const plain = written.replace(/[\s'’]/g, '');
  const [, separator = '', decimals = ''] = /([.,])(\d+)$/.exec(plain) ?? [];
  const others = plain.slice(0, plain.length - decimals.length - separator.length);
  // Three digits after a comma are thousands; after a full stop only if the number is grouped with them throughout.
  const grouped = decimals.length === 3 && (separator === ',' || others.includes('.'));
  if (separator === '' || grouped) return trimmed(plain.replace(/[.,]/g, ''));
  return trimmed(`${others.replace(/[.,]/g, '')}.${decimals}`);
}

function fromWords(written: string): string | undefined {
  let total = 0;
  let group = 0;
  let lastStep = Number.POSITIVE_INFINITY;
  for (const word of written.toLowerCase().split(/[\s-]+/)) {
    if (word === 'and') continue;
    const scale = scales.get(word);
    if (scale !== undefined) {
      group = Math.max(group, 1) * scale;
      if (scale >= 1000) {
        total += group;
        group = 0;
      }
      lastStep = Number.POSITIVE_INFINITY;
      continue;
    }
    const value = small.includes(word) ? small.indexOf(word) : (tens.indexOf(word) + 2) * 10;
    const step = value >= 20 ? 20 : 1;
    // "two three" are two numbers, not one.
    if (step >= lastStep) return undefined;
    lastStep = step;
    group += value;
  }
  return String(total + group);
}

function trimmed(decimal: string): string {
  const short = decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
  return short.replace(/^0+(?=\d)/, '');
}
