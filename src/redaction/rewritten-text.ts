import type { Candidate } from './detector.ts';
import { findLastAtMost } from './sorted-places.ts';
import { wordsBefore } from './text-around.ts';

/** A piece of text that says something else than it shows. */
interface Piece {
  readonly start: number;
  readonly end: number;
  /** What it says, with the words before it that may name it. */
  readonly said: string;
  /** Where in `said` its own part begins. */
  readonly from: number;
}

/**
 * Finds values that are written in another way: percent-encoded, in Base64, or as words for digits. What is found masks
 * the piece as a whole. One pass over all pieces together, so time stays linear.
 *
 * @param find finds candidates in readable text
 */
export function findRewrittenValues(text: string, find: (said: string) => readonly Candidate[]): readonly Candidate[] {
  const pieces = [...findPercentEncoded(text), ...findBase64(text), ...findSpokenNumbers(text)];
  if (pieces.length === 0) return [];
  const starts: number[] = [];
  let joined = '';
  for (const { said } of pieces) {
    starts.push(joined.length);
    joined += `${said}\n\n`;
  }
  const best = new Map<Piece, Candidate>();
  for (const candidate of find(joined)) {
    const index = findLastAtMost(starts, candidate.start);
    const piece = pieces[index];
    const start = starts[index] ?? 0;
    if (piece === undefined || candidate.end > start + piece.said.length) continue;
    if (candidate.end <= start + piece.from || isWeak(candidate)) continue;
    const known = best.get(piece);
    if (known === undefined || known.score < candidate.score) best.set(piece, candidate);
  }
  return Array.from(best, ([{ start, end }, { type, score, source }]) => ({ type, start, end, score, source }));
}

/** What is decoded has no story around it, so a shape that chance makes proves nothing. */
function isWeak({ type, score }: Candidate): boolean {
  return score < 0.5 || type === 'DATE' || type === 'AGE' || type === 'DOMAIN';
}

const percentEncoded = /[^\s%]{0,120}(?:%[0-9a-f]{2}[^\s%]{0,120}){1,60}/giu;

function findPercentEncoded(text: string): Piece[] {
  if (!text.includes('%')) return [];
  return [...text.matchAll(percentEncoded)].flatMap((match): Piece[] => {
    // A form sends spaces as `+`, which a telephone number may begin with.
    const decoded = decodePercent(match[0].replaceAll('+', ' '));
    const own = decoded === undefined ? '' : decoded.replaceAll(/[&=;]/g, ' ');
    return own === '' ? [] : [{ start: match.index, end: match.index + match[0].length, said: own, from: 0 }];
  });
}

/** Most times a text is taken for one that was encoded again, as `%2534` for `%34`. */
const MOST_ENCODINGS = 4;

function decodePercent(value: string): string | undefined {
  let decoded: string | undefined;
  for (let times = 0; times < MOST_ENCODINGS && (decoded ?? value).includes('%'); times += 1) {
    try {
      decoded = decodeURIComponent(decoded ?? value);
    } catch {
      return decoded; // No UTF-8: nothing that anybody reads.
    }
  }
  return decoded;
}

/** May follow `=`: `card=NDExMTEx…`. */
const base64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,8000}={0,2}(?![A-Za-z0-9+/_=-])/gu;

function findBase64(text: string): Piece[] {
  return [...text.matchAll(base64)].flatMap((match): Piece[] => {
    const said = Buffer.from(match[0], 'base64').toString('utf8');
    // Words decode to noise; a text that somebody encoded decodes to text.
    const isText = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]{6,}$/u.test(said) && !said.includes('\u{fffd}');
    return isText ? [{ start: match.index, end: match.index + match[0].length, said, from: 0 }] : [];
  });
}

const digits: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  null: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};
const SPOKEN = '(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine)';
const spoken = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:double|triple)\\s)?${SPOKEN}(?:[\\s,.-]{1,2}(?:(?:double|triple)\\s)?(?:${SPOKEN}|\\d(?!\\d))){3,40}(?![\\p{L}\\p{N}])`,
  'giu',
);

function findSpokenNumbers(text: string): Piece[] {
  return Array.from(text.matchAll(spoken), (match): Piece => {
    const number = match[0].toLowerCase().split(/[\s,.-]+/);
    const written = number
      .map((word, place) => {
        const digit = digits[word] ?? (/^\d$/.test(word) ? word : '');
        const times = number[place - 1] === 'double' ? 2 : number[place - 1] === 'triple' ? 3 : 1;
        return digit.repeat(times);
      })
      .join('');
    const before = wordsBefore(text, match.index);
    return { start: match.index, end: match.index + match[0].length, said: before + written, from: before.length };
  });
}

/** Kinds whose end is the end of a line. */
const ofWords: ReadonlySet<string> = new Set(['NAME', 'ADDRESS', 'SECRET', 'USERNAME', 'URL', 'DATE', 'DOMAIN']);
const brokenLine = /(?<=[\p{L}\d])[ -]?\r?\n[ \t>]?(?=[\p{L}\d])/gu;

/**
 * Finds values that go on in the next line. Only those that check characters or the words before prove: two numbers on
 * two lines are mostly two numbers.
 */
export function findBrokenValues(text: string, find: (joined: string) => readonly Candidate[]): readonly Candidate[] {
  if (!/\d[ -]?\r?\n/.test(text)) return [];
  const breaks = Array.from(text.matchAll(brokenLine), (match) => match.index + match[0].indexOf('\n'));
  if (breaks.length === 0) return [];
  const joined = text.replace(brokenLine, (gap) => gap.replace(/[\r\n>\t]/g, ' '));
  return find(joined).filter(({ type, source, start, end }) => {
    if (ofWords.has(type)) return false;
    const isProved = source.startsWith('checksum:') || source.startsWith('context:');
    return isProved && (breaks[findLastAtMost(breaks, end - 1)] ?? start) > start;
  });
}
