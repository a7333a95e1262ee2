declare const redacted: unique symbol;

/**
 * Text in which personal data stands as placeholders (`[IBAN_1]`). Only `redaction/` makes it from anything else, so a
 * stage that asks for it can never be handed what the customer typed.
 */
export type RedactedText = string & { readonly [redacted]: true };

/** One found piece of personal data; offsets are UTF-16 code units of the text it was found in, `end` exclusive. */
export interface Entity {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** 0–1: how sure the recogniser is. */
  readonly score: number;
  /** The recogniser that found it, for example `checksum:luhn`. */
  readonly source: string;
  /** Stable within a conversation: the same value always gets the same one. */
  readonly placeholder: string;
}

/** Redacted words in another order, or fewer of them, as code picks them: nothing comes in that was not redacted. */
export function rewordRedacted(text: RedactedText, reword: (text: string) => string): RedactedText {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made of words that have the brand already
  return reword(text) as RedactedText;
}
