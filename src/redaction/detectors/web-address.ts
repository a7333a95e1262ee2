import type { Candidate, Detector } from '../detector.ts';

const link =
  /(?<![\p{L}\d@./-])(?:https?:\/\/(?:www\.)?|www\.)(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24}(?::\d{2,5})?(?:\/[^\s<>"'`]{0,400})?/giu;
const named =
  /\b(?:web\s?site|web\s?page|site|home\s?page|domain|blog|shop|store|portfolio)(?:\s(?:is|was|at|name|called|address|:)){0,3}[\s:]{1,3}(?<host>(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24})(?![\p{L}\p{N}@])/dgiu;

/** Web addresses: who owns a domain can be looked up. The operator's own go into `ours`. */
export const webAddress: Detector = {
  id: 'web-address',
  find: function findWebAddresses(text) {
    if (!text.includes('.')) return [];
    return [
      ...Array.from(text.matchAll(link), (match) => toCandidate(match.index, match[0])),
      ...[...text.matchAll(named)].flatMap((match) => {
        const [start] = match.indices?.groups?.host ?? [];
        return start === undefined ? [] : [toCandidate(start, match.groups?.host ?? '')];
      }),
    ];
  },
};

function toCandidate(start: number, value: string): Candidate {
  const bare = withoutClosing(value);
  return { type: 'DOMAIN', start, end: start + bare.length, score: 0.5, source: 'pattern:web-address' };
}

/** Punctuation after a link belongs to the sentence. */
function withoutClosing(value: string): string {
  let end = value.length;
  while (end > 0 && '.,;:!?)]}'.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}
