import type { Candidate, Detector } from '../detector.ts';
import { findNameEnd } from '../name-words.ts';

const GREETING =
  '(?:(?:(?:kind|best|warm|many|with kind|with best|kindest|warmest)\\s)?regards|cheers|sincerely|yours(?:\\s(?:sincerely|faithfully|truly))?|(?:many\\s)?thanks(?:\\s(?:in\\sadvance|again|a\\slot))?|thank\\syou(?:\\sso\\smuch|\\svery\\smuch)?|best(?:\\swishes)?|respectfully|mit\\sfreundlichen\\sgrüßen|viele\\sgrüße|mfg|lg|cordialement|bien\\sà\\svous|saludos|atentamente|cordiali\\ssaluti|met\\svriendelijke\\sgroet)';

/** A line of its own under the closing words. */
const onNextLine = new RegExp(`(?<![\\p{L}])${GREETING}[ ,.!-]{0,4}\\r?\\n\\s{0,8}`, 'giu');
/** The last words of the message, after a comma. */
const onSameLine = new RegExp(`(?<![\\p{L}])${GREETING}\\s?,[ \\t]{1,2}(?=\\p{Lu})`, 'giu');

/** Names under a message. */
export const signedName: Detector = {
  id: 'signed-name',
  find: function findSignedNames(text) {
    return [
      ...findAfter(text, onNextLine, /^[ \t]*[.,]?[ \t]*(?:\r?\n|$)/),
      ...findAfter(text, onSameLine, /^[ \t]*\.?\s{0,4}$/),
    ];
  },
};

function findAfter(text: string, closing: RegExp, rest: RegExp): Candidate[] {
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(closing)) {
    const start = match.index + match[0].length;
    const isCapital = /^\p{Lu}/u.test(text.charAt(start));
    const end = findNameEnd(text, start, { anyCase: !isCapital });
    if (end === undefined || !rest.test(text.slice(end, end + 16))) continue;
    candidates.push({ type: 'NAME', start, end, score: 0.8, source: 'context:signed' });
  }
  return candidates;
}
