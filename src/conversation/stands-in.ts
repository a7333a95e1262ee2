/**
 * True where the words of a value stand in a text one after the other, however they are written and set apart. Whole
 * words: "Ann" does not stand in "planned".
 */
export function standsIn(value: string, texts: readonly string[]): boolean {
  const wanted = toWords(value);
  return wanted !== '' && texts.some((text) => ` ${toWords(text)} `.includes(` ${wanted} `));
}

function toWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
