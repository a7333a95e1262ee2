import type { Candidate, Detector } from '../detector.ts';
import { isQuantity } from '../text-around.ts';

const code =
  /\b(?:pin|otp|cvv2?|cvc2?|csc|tan|passcode|(?:security|verification|access|one[\s-]time|confirmation|2fa|sms|pin|login|log-in) (?:code|pin|password|number))(?:\s(?:code|number|no|is|was|ist|my|the|it's|its|today)){0,3}[\s:#=]{1,3}(?<value>\d{3,10})(?![\p{L}\d]|[.,]\d)/giu;
/** Keys that carry their maker's mark. */
const keys =
  /(?<![\p{L}\d])(?:(?:sk|pk|rk)[_-](?:live|test|proj|ant)[_-][\w-]{10,200}|sk-[\w-]{20,200}|AKIA[0-9A-Z]{16}|gh[oprsu]_\w{30,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|xox[abposr]-[\w-]{10,200}|AIza[\w-]{35}|eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,2000}|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)/gu;

/** PINs, one-time codes and keys. */
export const secret: Detector = {
  id: 'secret',
  find: function findSecrets(text) {
    return [
      ...find(text, code, 'context:code').filter(({ start, end }) => !isQuantity(text, start, end)),
      ...find(text, keys, 'pattern:key'),
    ];
  },
};

function find(text: string, shape: RegExp, source: Candidate['source']): Candidate[] {
  return Array.from(text.matchAll(shape), (match) => {
    const value = match.groups?.value ?? match[0];
    const start = match.index + match[0].lastIndexOf(value);
    return { type: 'SECRET', start, end: start + value.length, score: 0.85, source };
  });
}
