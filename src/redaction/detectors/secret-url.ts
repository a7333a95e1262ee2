import type { Candidate, Detector } from '../detector.ts';

const link = /(?<![\p{L}\d])[a-z][a-z0-9+.-]{1,15}:\/\/[^\s<>"'`]{3,2000}/giu;
const credentials = /^[^/?#]{0,16}:\/\/[^/?#@\s]{1,256}@/;
const secretParameter =
  /[?&#;](?:access_?token|id_?token|refresh_?token|token|api_?key|apikey|key|secret|client_secret|password|passwd|pwd|pass|session|session_?id|sid|sig|signature|auth|code|otp|jwt|invite|reset|ticket|hash)=[^&#\s]{4}/i;
const secretPath = /\/(?:reset|verify|confirm|invite|magic|activate|unsubscribe|t|token)[\w-]{0,16}\/[\w.~-]{12}/i;

/** Links that open something for whoever holds them: with a password, a token or a one-time path. */
export const secretUrl: Detector = {
  id: 'secret-url',
  find: function findSecretUrls(text) {
    if (!text.includes('://')) return [];
    const candidates: Candidate[] = [];
    for (const match of text.matchAll(link)) {
      const url = withoutClosing(match[0]);
      if (!credentials.test(url) && !secretParameter.test(url) && !secretPath.test(url)) continue;
      const end = match.index + url.length;
      candidates.push({ type: 'URL', start: match.index, end, score: 0.9, source: 'pattern:secret-url' });
    }
    return candidates;
  },
};

/** Punctuation after a link belongs to the sentence. */
function withoutClosing(url: string): string {
  let end = url.length;
  while (end > 0 && '.,;:!?)]}'.includes(url.charAt(end - 1))) end -= 1;
  return url.slice(0, end);
}
