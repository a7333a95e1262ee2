/** A sentence of a longer text; offsets are UTF-16 code units of that text, `end` exclusive, white space around it left out. */
export interface SentenceSpan {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What a growing text holds so far: sentences that can no longer change, and the text after the last of them. */
export interface SplitOff {
  readonly sentences: readonly string[];
  readonly rest: string;
}

/** Whether a sentence ends here; `unknown` when the text stops before that can be told. */
type Verdict = 'ends' | 'goes-on' | 'unknown';

interface Candidate {
  readonly verdict: Verdict;
  /** Where the sentence ends if it ends, else where scanning goes on. */
  readonly at: number;
}

/** The text being cut, where its present sentence starts, and whether more text may follow. */
interface Scan {
  readonly text: string;
  readonly sentenceStart: number;
  readonly complete: boolean;
}

/** Never the last word of a sentence. */
const leadsOn = wordSet(
  'mr mrs ms mx dr prof rev hon gen capt sgt lt col e.g i.e eg ie vs viz cf ca approx z d z.b d.h bzw ggf zzgl',
);
/** Leads on to a number, else an ordinary word: "no. 5" and "the answer is no." */
const leadsToNumber = wordSet(
  'no nos nr fig figs sec para art ch p pp vol ext tel min max est jan feb mar apr jun jul aug sep sept oct nov dec',
);
/** May be the last word: a sentence ends there only if the next word often begins one. */
const mayEnd = wordSet('inc ltd co corp plc bros jr sr al dept ave rd blvd');
const sentenceStarters = wordSet(
  `a after all also an and any as at before both but by contact do each for from he here how however i if in it its no not
  on once one or our please she so some the then there these they this those to until use we what when where which while
  who why with within yes you your`,
);
/** What may follow "5 p.m." inside a sentence. */
const afterClockTime = wordSet(
  `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december est edt et cst cdt ct mst mdt mt pst pdt pt gmt utc bst cet cest`,
);
const germanMonths = wordSet('januar februar märz april mai juni juli august september oktober november dezember');
/** Words before a single capital that make it a label ("plan B.") and not an initial. */
const labels = wordSet('plan option section appendix annex class type grade form schedule part tier zone band vitamin');
/** A line that stops on one of these runs on to the next line. */
const joiningWords = wordSet('a an the of to and or in on at by for with from as is are your our this that per');

/** A line of at least this many characters that ends in a plain word is taken for a wrapped one. */
const wrappedLineLength = 64;
/** Words longer than this decide nothing, so looking further would only cost time. */
const longestWord = 24;

const interesting = /[.!?…。！？｡؟।\n]/g;
const terminators = /[.!?…]+/y;
const wideTerminators = /[。！？｡؟।]+/y;
const closers = /(?:["'”’»)\]}*_`]|\[\d{1,3}\])*/y;
const whiteSpace = /\s*/y;
const nextWord = /[("'“‘«*_[#+\p{Sc}]*([\p{L}\p{N}\p{M}]{0,24})/uy;
const listMarker = /(?:[-*•‣–+]|\d{1,3}[.)]|[A-Za-z][.)]|#{1,6}|\||>)\s/y;

/**
 * Cuts text into sentences. Abbreviations, initials, decimals, addresses and list numbers do not end one; a blank line,
 * a list item and a line that is not a wrapped one do. Linear in the length of the text.
 */
export function splitSentences(text: string): SentenceSpan[] {
  return cutSentences(text, true).spans;
}

/**
 * Takes the finished sentences off a growing text. However a text arrives in pieces, the sentences taken off plus
 * `splitSentences` of what is left at the end are the sentences of the whole.
 */
export function splitOffSentences(buffer: string): SplitOff {
  // Half a surrogate pair says nothing yet about the character it begins.
  const whole = /[\uD800-\uDBFF]$/.test(buffer.slice(-1)) ? buffer.slice(0, -1) : buffer;
  const { spans, consumed } = cutSentences(whole, false);
  return { sentences: spans.map((span) => span.text), rest: buffer.slice(consumed) };
}

function cutSentences(text: string, complete: boolean): { spans: SentenceSpan[]; consumed: number } {
  const spans: SentenceSpan[] = [];
  let sentenceStart = 0;
  let position = 0;
  while (position < text.length) {
    interesting.lastIndex = position;
    const hit = interesting.exec(text);
    if (hit === null) break;
    const { verdict, at } = candidateAt({ text, sentenceStart, complete }, hit.index);
    if (verdict === 'unknown') break;
    if (verdict === 'ends') {
      addSpan(spans, text, sentenceStart, at);
      sentenceStart = at;
    }
    position = at;
  }
  if (complete) addSpan(spans, text, sentenceStart, text.length);
  return { spans, consumed: sentenceStart };
}

function addSpan(spans: SentenceSpan[], text: string, from: number, to: number): void {
  const piece = text.slice(from, to);
  const trimmed = piece.trim();
  if (trimmed === '') return;
  const start = from + piece.indexOf(trimmed);
  spans.push({ text: trimmed, start, end: start + trimmed.length });
}

function candidateAt(scan: Scan, index: number): Candidate {
  const { text } = scan;
  if (text[index] === '\n') return atLineEnd(scan, index);
  const wide = endOf(wideTerminators, text, index);
  if (wide > index) {
    const end = endOf(closers, text, wide);
    const open = !scan.complete && /^(?:\[\d{0,3})?$/.test(text.slice(end, end + 5));
    return { verdict: open ? 'unknown' : 'ends', at: end };
  }
  const runEnd = endOf(terminators, text, index);
  const end = endOf(closers, text, runEnd);
  const after = endOf(whiteSpace, text, end);
  if (after === text.length) return { verdict: scan.complete ? 'ends' : 'unknown', at: end };
  // No white space: a decimal, an address, a file name.
  if (after === end) return { verdict: 'goes-on', at: Math.max(end, runEnd) };

  const gap = text.slice(end, after);
  if (isBlankLine(gap)) return { verdict: 'ends', at: end };
  const mark = text.slice(index, runEnd);
  const verdict = terminatorVerdict(scan, { index, mark, closed: end > runEnd, next: after });
  if (verdict !== 'goes-on' || !gap.includes('\n')) return { verdict, at: end };
  const marker = listMarkerAt(scan, after);
  if (marker === 'unknown') return { verdict: 'unknown', at: end };
  return { verdict: marker === 'yes' ? 'ends' : 'goes-on', at: after };
}

interface Terminator {
  readonly index: number;
  readonly mark: string;
  /** A quotation mark or bracket closed right after it. */
  readonly closed: boolean;
  readonly next: number;
}

function terminatorVerdict(scan: Scan, { index, mark, closed, next }: Terminator): Verdict {
  const following = wordAt(scan.text, next);
  const cut = following.end === scan.text.length && !scan.complete;
  if (cut && following.word === '') return 'unknown';
  const lower = /^\p{Ll}/u.test(following.word);
  if (/[!?]/.test(mark)) return closed && lower ? 'goes-on' : 'ends';
  if (lower) return 'goes-on';
  if (mark !== '.') return 'ends';
  const before = wordBefore(scan, index);
  if (isListNumber(scan, before)) return 'goes-on';
  return abbreviationVerdict(scan, before, cut ? undefined : following.word.toLowerCase());
}

/** Whether the word before a full stop ends its sentence, given the next one (undefined while it is still growing). */
function abbreviationVerdict(scan: Scan, before: WordBefore, next: string | undefined): Verdict {
  const word = before.word.toLowerCase();
  const needs = (test: (following: string) => boolean): Verdict =>
    next === undefined ? 'unknown' : test(next) ? 'ends' : 'goes-on';
  if (leadsOn.has(word)) return 'goes-on';
  if (leadsToNumber.has(word)) return needs((following) => !/^\d/.test(following));
  if (word === 'a.m' || word === 'p.m') return needs((following) => !afterClockTime.has(following));
  if (word === 'st') return /^\p{Lu}/u.test(previousWord(scan, before)) ? 'ends' : 'goes-on';
  if (isInitial(scan, before)) return 'goes-on';
  if (mayEnd.has(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word))
    return needs((following) => sentenceStarters.has(following));
  if (/^\d{1,2}$/.test(word)) return needs((following) => !germanMonths.has(following));
  return 'ends';
}

function isInitial(scan: Scan, before: WordBefore): boolean {
  if (!/^\p{Lu}$/u.test(before.word)) return false;
  const previous = previousWord(scan, before);
  if (previous === '') return true;
  return /^\p{Lu}|^\p{Ll}\.$/u.test(previous) && !labels.has(previous.toLowerCase());
}

/** A number or letter at the start of a line, or after a colon, numbers a list item. */
function isListNumber(scan: Scan, before: WordBefore): boolean {
  if (!/^(?:\d{1,3}|[a-z]|[ivx]{1,4})$/.test(before.word)) return false;
  const lead = scan.text.slice(Math.max(scan.sentenceStart, before.start - 12), before.start);
  return /^\s*$|\n\s*$/.test(lead) || (/^[1ai]$/.test(before.word) && /:\s+$/.test(lead));
}

function atLineEnd(scan: Scan, index: number): Candidate {
  const { text } = scan;
  const after = endOf(whiteSpace, text, index);
  if (isBlankLine(text.slice(index, after))) return { verdict: 'ends', at: after };
  const marker = listMarkerAt(scan, after);
  if (marker === 'unknown') return { verdict: 'unknown', at: after };
  const line = text.slice(Math.max(scan.sentenceStart, text.lastIndexOf('\n', index - 1) + 1), index).trim();
  const separate = marker === 'yes' || after === text.length || /^[#|]/.test(line) || !isWrapped(line, text, after);
  return { verdict: separate ? 'ends' : 'goes-on', at: after };
}

function isWrapped(line: string, text: string, next: number): boolean {
  if (/^\p{Ll}/u.test(text.slice(next, next + 2))) return true;
  if (line === '' || /[:;]$/.test(line)) return false;
  if (/[,–—-]$/.test(line)) return true;
  const lastWord = /(\p{L}{1,5})$/u.exec(line.slice(-6))?.[1] ?? '';
  return joiningWords.has(lastWord) || (line.length >= wrappedLineLength && /[\p{L}\p{N})]$/u.test(line.slice(-2)));
}

function listMarkerAt({ text, complete }: Scan, at: number): 'yes' | 'no' | 'unknown' {
  if (endOf(listMarker, text, at) > at) return 'yes';
  return !complete && text.length - at < 8 && !/\S\s/.test(text.slice(at)) ? 'unknown' : 'no';
}

function isBlankLine(gap: string): boolean {
  return gap.indexOf('\n') !== gap.lastIndexOf('\n');
}

interface WordBefore {
  readonly word: string;
  readonly start: number;
}

function wordBefore({ text, sentenceStart }: Scan, end: number): WordBefore {
  const from = Math.max(sentenceStart, end - longestWord);
  const word = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}.]*$/u.exec(text.slice(from, end))?.[0] ?? '';
  return { word, start: end - word.length };
}

function previousWord({ text, sentenceStart }: Scan, { start }: WordBefore): string {
  const from = Math.max(sentenceStart, start - longestWord - 1);
  return /([\p{L}\p{N}\p{M}.]+)\s+$/u.exec(text.slice(from, start))?.[1] ?? '';
}

function wordAt(text: string, at: number): { word: string; end: number } {
  nextWord.lastIndex = at;
  const word = nextWord.exec(text)?.[1] ?? '';
  return { word, end: nextWord.lastIndex };
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}
