const shortestStemmed = 4;

/**
 * Cuts the commonest English endings, so that "cards", "ordering" and "replaced" meet "card", "order" and "replace".
 * Lighter than Porter's: it never needs to give a word back, only to be the same on both sides.
 *
 * @see Harman, "How effective is suffixing?", JASIS 42(1), 1991
 */
export function stemWord(word: string): string {
  if (word.length < shortestStemmed || /\d/.test(word)) return word;
  let stem = withoutPlural(word);
  if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
  else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
  if (stem.length > 4 && stem.endsWith('ly')) stem = stem.slice(0, -2);
  if (stem.length > 4 && /([bdfglmnprt])\1$/.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
  return stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem;
}

function withoutPlural(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}
