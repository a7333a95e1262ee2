import { isIPv4, isIPv6 } from 'node:net';
import type { Candidate, Detector } from '../detector.ts';

const v4 = /(?<![\p{L}\d.-]|\d,)\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\d]|\.\d)/gu;
const v6 = /(?<![\p{L}\d:.])[0-9a-f:]{6,39}(?:%[a-z0-9]{1,16})?(?![\p{L}\d:])/giu;
const versionBefore = /(?:\bv|version|build|release|firmware|driver|update)[\s:.]{0,2}$/i;

/** IPv4 and IPv6 addresses (RFC 791, RFC 4291); not versions of four parts. */
export const ipAddress: Detector = {
  id: 'ip-address',
  find: function findIpAddresses(text) {
    const candidates: Candidate[] = [];
    for (const match of text.matchAll(v4)) {
      const isVersion = versionBefore.test(text.slice(Math.max(0, match.index - 12), match.index));
      if (!isVersion && isIPv4(match[0])) candidates.push(toCandidate(match, 'pattern:ipv4'));
    }
    if (!text.includes(':')) return candidates;
    for (const match of text.matchAll(v6)) {
      if (match[0].includes(':') && isIPv6(match[0])) candidates.push(toCandidate(match, 'pattern:ipv6'));
    }
    return candidates;
  },
};

function toCandidate(match: RegExpExecArray, source: Candidate['source']): Candidate {
  return { type: 'IP', start: match.index, end: match.index + match[0].length, score: 0.9, source };
}
