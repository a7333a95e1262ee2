/** Words that stand in questions of every kind and tell passages apart in none. English, as the sample policies are. */
const commonWords: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at be because been before being but by can cannot cant could did do
  does doesnt doing dont for from get gets getting give go goes going got had happen happens has have having he hello her
  here hi him his how i id if ill im in into is isnt it its ive just let like lot make makes many may me might much must
  my need needs no not now of off ok on once one or our out over own per please pls put really s say says see she should
  so some still such t take takes than thank thanks that the their them then there theres these they thing things this
  those though through til to too u under until up us use using ur very want wanted was wasnt way we well were what whats
  when where which while who whom whose why will with wont would ya yes yet you your youre`.split(/\s+/u),
);
const SHORTEST_STEMMED = 4;

/** The words of a text that carry its matter, each once, by stem and without case, accents and placeholders. */
export function toContentWords(text: string): readonly string[] {
  const words = text
    .replace(/\[[A-Z_]+_\d+\]/gu, ' ')
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words.filter((word) => word !== '' && !commonWords.has(word)).map(toStem))];
}

/** Cuts the commonest English endings: "cards", "ordering" and "replaced" meet "card", "order" and "replace". */
function toStem(word: string): string {
  if (word.length < SHORTEST_STEMMED || /\d/u.test(word)) return word;
  let stem = withoutPlural(word);
  if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
  else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
  if (stem.length > 4 && stem.endsWith('ly')) stem = stem.slice(0, -2);
  if (stem.length > 4 && /([bdfglmnprt])\1$/u.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
  return stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem;
}

function withoutPlural(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/u.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !/(?:ss|us|is)$/u.test(word) ? word.slice(0, -1) : word;
}
