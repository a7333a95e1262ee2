/** Where a value was found, and in which spelling. */
export interface Trace {
  readonly file: string;
  readonly spelling: string;
}

/**
 * Searches files for a value in every spelling it could have leaked in: as typed, without its separators, in groups of
 * four, with dashes, in capitals and small letters; each as UTF-8, UTF-16 and base64.
 */
export function findTraces(files: ReadonlyMap<string, Buffer>, value: string): readonly Trace[] {
  const spellings = spellingsOf(value);
  return [...files].flatMap(([file, bytes]) =>
    spellings.flatMap((spelling) =>
      encodingsOf(spelling).some((encoded) => bytes.includes(encoded)) ? [{ file, spelling }] : [],
    ),
  );
}

function spellingsOf(value: string): readonly string[] {
  const bare = value.replace(/[\s().-]/gu, '');
  const groups = bare.match(/.{1,4}/gu) ?? [];
  const spaced = bare.split('').join(' ');
  const plain = [value, bare, groups.join(' '), groups.join('-'), spaced];
  return [...new Set(plain.flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()]))];
}

/** Base64 shifts with the place in the text: the middle of each of the three ways is the same wherever it stands. */
function encodingsOf(text: string): readonly Buffer[] {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${'\0'.repeat(shift)}${text}`).toString('base64');
    return Buffer.from(encoded.slice(4, -4));
  });
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le'), ...shifted.filter((one) => one.length >= 8)];
}
