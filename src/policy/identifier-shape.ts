/** Most characters a shape may stand for, so that every search ends soon. */
const LONGEST = 40;
const token = /(?:\\.|[^\\{}])(?:\{(\d{1,2})(?:,(\d{1,2}))?\})?/uy;
const letterLike = /^[AX]/u;
const digitLike = /^[9X]/u;

/**
 * Says why a shape of an identifier cannot be used; null where it can. In a shape `9` is a digit, `A` a letter, `X` either,
 * `\` takes the next character as itself, `{4}` and `{4,6}` repeat the character before, and all else is itself. Nothing can
 * be nested, and what repeats by choice stands beside nothing it could be mistaken for: the search is linear.
 */
export function findShapeFault(shape: string): string | null {
  let at = 0;
  let longest = 0;
  let choice = '';
  if (/[()[\]+*?|^$]/u.test(shape.replace(/\\./gu, '')))
    return 'is no regular expression: put \\ before a sign that is meant';
  while (at < shape.length) {
    token.lastIndex = at;
    const match = token.exec(shape);
    if (match === null) return `cannot be read from character ${at + 1} on`;
    const [text, least, most] = match;
    if (most !== undefined && Number(most) < Number(least)) return 'repeats at most less than at least';
    if (choice !== '' && overlaps(choice, text)) return 'repeats by choice beside a character that could be either';
    choice = most !== undefined && most !== least ? text : '';
    longest += Number(most ?? least ?? 1);
    at += text.length;
  }
  if (longest > LONGEST) return `stands for more than ${LONGEST} characters`;
  if (!/[9X]/u.test(shape.replace(/\\./gu, ''))) return 'has no place for a digit';
  return null;
}

function overlaps(one: string, other: string): boolean {
  if (isLiteral(one) && isLiteral(other)) return one.charAt(0) === other.charAt(0);
  const first = other.replace(/^\\/u, '').charAt(0);
  if (isLiteral(other))
    return (letterLike.test(one) && /\p{L}/u.test(first)) || (digitLike.test(one) && /\d/u.test(first));
  return (letterLike.test(one) && letterLike.test(other)) || (digitLike.test(one) && digitLike.test(other));
}

function isLiteral(part: string): boolean {
  return !/^[9AX]/u.test(part);
}
