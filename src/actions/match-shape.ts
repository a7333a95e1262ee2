const alike: Readonly<Record<string, RegExp>> = { '9': /[0-9]/u, A: /[A-Z]/u, X: /[A-Z0-9]/u };

/**
 * The first piece of a text with this shape, standing by itself: `9` a digit, `A` a capital, `X` either, all else itself.
 * Lower case counts as capitals. Linear in the text, unlike a pattern somebody could write.
 */
export function findShape(shape: string, text: string): string | null {
  const upper = text.toUpperCase();
  for (let start = 0; start + shape.length <= upper.length; start += 1) {
    if (isPartOfWord(upper[start - 1]) && isPartOfWord(upper[start])) continue;
    if (isPartOfWord(upper[start + shape.length]) && isPartOfWord(upper[start + shape.length - 1])) continue;
    const piece = upper.slice(start, start + shape.length);
    if (shape.split('').every((mark, index) => fits(mark, piece[index] ?? ''))) return piece;
  }
  return null;
}

function fits(mark: string, character: string): boolean {
  return alike[mark]?.test(character) ?? mark.toUpperCase() === character;
}

function isPartOfWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
