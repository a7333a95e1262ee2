/** More words than this are a message of their own, and never wait or join another. */
const SHORT_WORDS = 12;
/** A beginning of so few words ("hi", "my card") is seldom all that was to be said. */
const BEGINNING_WORDS = 2;

/** Ends of a text after which something must follow: a comma, dots, a word that leads on. */
const leadsOn =
  /(?:[,:;–—-]|\.{2,}|…|\b(?:and|but|or|so|because|since|if|when|with|without|for|from|about|to|the|a|an|my|your|i|is|are|was))\s*$/iu;
const endMark = /[.?!。？！]["'”’)\]]*\s*$/u;

/** True for a text that may be one piece of several. */
export function isShort(text: string): boolean {
  return wordsIn(text) <= SHORT_WORDS;
}

/** True for a text whose writer has come to an end and says so. */
export function hasEndMark(text: string): boolean {
  return endMark.test(text) && !leadsOn.test(text);
}

/** True for a text that is obviously no whole message: a word or two without an end, or an end that leads on. */
export function isUnfinished(text: string): boolean {
  if (leadsOn.test(text)) return true;
  return wordsIn(text) <= BEGINNING_WORDS && !endMark.test(text);
}

function wordsIn(text: string): number {
  return text.trim().split(/\s+/u).length;
}
