/** A word as phrases compare it, with its place in the text it came from. */
export interface FoldedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Cyrillic and Greek letters that are read as Latin ones (subset of Unicode TR 39 confusables). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    ё: 'e',
    һ: 'h',
    н: 'h',
    і: 'i',
    ї: 'i',
    ӏ: 'l',
    ј: 'j',
    к: 'k',
    м: 'm',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    ѕ: 's',
    т: 't',
    ц: 'u',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    у: 'y',
    ү: 'y',
    α: 'a',
    β: 'b',
    ϲ: 'c',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    μ: 'u',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    γ: 'y',
    ı: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ɡ: 'g',
    ɑ: 'a',
    ʟ: 'l',
    ո: 'n',
    օ: 'o',
    ս: 'u',
  }),
);

/** Marks, apostrophes and characters without width vanish, so that "I'm", "I’m" and "I\u200Bm" are one word. */
const vanishing = /[\p{M}\p{Cf}'’‘`´ʼ]/u;
const wordCharacter = /[\p{L}\p{N}]/u;

/**
 * Cuts text into words without case, accents, width, look-alike letters and invisible characters; a run of three or
 * more single letters ("r e f u n d") is one word.
 */
export function toFoldedWords(text: string): FoldedWord[] {
  const words: FoldedWord[] = [];
  let word = '';
  let start = 0;
  let end = 0;
  let index = 0;
  for (const character of text) {
    const next = index + character.length;
    for (const folded of foldCharacter(character)) {
      if (vanishing.test(folded)) continue;
      if (wordCharacter.test(folded)) {
        if (word === '') start = index;
        word += lookAlikes.get(folded) ?? folded;
        end = next;
      } else if (word !== '') {
        words.push({ word, start, end });
        word = '';
      }
    }
    index = next;
  }
  if (word !== '') words.push({ word, start, end });
  return joinSpacedLetters(words);
}

function foldCharacter(character: string): string {
  if (character >= 'a' && character <= 'z') return character;
  return character.normalize('NFKD').toLowerCase();
}

function joinSpacedLetters(words: readonly FoldedWord[]): FoldedWord[] {
  const joined: FoldedWord[] = [];
  let run: FoldedWord[] = [];
  const flush = (): void => {
    const [first] = run;
    const last = run.at(-1);
    if (first !== undefined && last !== undefined && run.length >= 3) {
      joined.push({ word: run.map((letter) => letter.word).join(''), start: first.start, end: last.end });
    } else joined.push(...run);
    run = [];
  };
  for (const word of words) {
    const before = run.at(-1);
    // One blank at most: a comma between two letters parts words.
    if (before !== undefined && word.start - before.end > 1) flush();
    if (word.word.length === 1) run.push(word);
    else {
      flush();
      joined.push(word);
    }
  }
  flush();
  return joined;
}
