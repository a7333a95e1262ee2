import type { Entity, RedactedText } from '../conversation/redacted-text.ts';

/** Reads like a placeholder, in any case, with spaces inside or full-width brackets around. */
const placeholderLike = /[[［](\s{0,8}[A-Za-z_]{1,24}_\d{1,9}\s{0,8})[\]］]/g;

/**
 * Puts placeholders where entities stand and turns placeholders the customer typed into round brackets, so that nobody
 * is shown a value by guessing its placeholder. The only maker of `RedactedText` from other texts.
 *
 * @param entities ranges of `text` that do not overlap, by rising `start`
 */
export function toRedactedText(text: string, entities: readonly Entity[]): RedactedText {
  let redacted = '';
  let at = 0;
  for (const entity of entities) {
    redacted += withoutPlaceholders(text.slice(at, entity.start)) + entity.placeholder;
    at = entity.end;
  }
  redacted += withoutPlaceholders(text.slice(at));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one maker of the brand
  return redacted as RedactedText;
}

function withoutPlaceholders(text: string): string {
  return text.replace(placeholderLike, '($1)');
}
