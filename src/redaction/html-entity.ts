/** An entity at one place, also when `&` itself was written as one: `&nbsp;`, `&#52;`, `&#x34;`, `&amp;#52;`. */
const here = /&(?:amp;){0,3}(?:#(?<decimal>\d{1,7});?|#x(?<hex>[0-9a-f]{1,6});?|(?<name>[a-z]{2,20});)/iy;
const anywhere = /&(?:#x?[0-9a-f]|[a-z]{2,20};)/i;

/** Those that stand between the characters of a value, or for one of them (HTML Living Standard, 13.5). */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nbsp: ' ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    numsp: ' ',
    puncsp: ' ',
    hairsp: ' ',
    tab: ' ',
    newline: '\n',
    zwj: '\u{200d}',
    zwnj: '\u{200c}',
    zerowidthspace: '\u{200b}',
    shy: '\u{ad}',
    hyphen: '-',
    dash: '-',
    ndash: '-',
    mdash: '-',
    minus: '-',
    commat: '@',
    period: '.',
    comma: ',',
    colon: ':',
    sol: '/',
    lowbar: '_',
    plus: '+',
    equals: '=',
    lpar: '(',
    rpar: ')',
    quot: '"',
    apos: "'",
    amp: '&',
  }),
);

/** True when the text may hold entities. */
export function hasHtmlEntity(text: string): boolean {
  return anywhere.test(text);
}

/** The entity that begins at `at`, and the character it stands for; undefined where none does. */
export function findHtmlEntity(
  text: string,
  at: number,
): { readonly character: string; readonly length: number } | undefined {
  if (text.charAt(at) !== '&') return undefined;
  here.lastIndex = at;
  const match = here.exec(text);
  if (match === null) return undefined;
  const { decimal, hex, name } = match.groups ?? {};
  const character = name === undefined ? characterOf(decimal, hex) : names.get(name.toLowerCase());
  return character === undefined ? undefined : { character, length: match[0].length };
}

function characterOf(decimal: string | undefined, hex: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
