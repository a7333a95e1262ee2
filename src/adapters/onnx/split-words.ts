/** A word as the tokenizer of BERT sees it: offsets are UTF-16 code units, `end` exclusive. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Between white space: runs without punctuation, each punctuation mark and each ideograph by itself. */
const word = /[\p{Script=Han}]|[\p{P}$+<=>^`|~]|(?:(?![\p{Script=Han}\p{P}$+<=>^`|~\p{Cc}\p{Cf}])\S)+/gu;

/**
 * Splits a text where the tokenizer would, so that every word piece has a place in the text: the library answers none.
 *
 * @see Devlin et al., "BERT", NAACL 2019: basic tokenization
 */
export function splitWords(text: string): readonly Word[] {
  return Array.from(text.matchAll(word), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}
