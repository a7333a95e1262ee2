import type { RedactedText } from '../../src/conversation/redacted-text.ts';
import { toRedactedText } from '../../src/redaction/redacted-text.ts';

/** Words of a story in which nothing is personal. */
export function asRedacted(text: string): RedactedText {
  return toRedactedText(text, []);
}
