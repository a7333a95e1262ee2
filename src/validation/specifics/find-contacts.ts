import { blankOut } from './blank-out.ts';
import type { Specific } from './specific.ts';

const email = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/giu;
const address = /(?<![\p{L}\p{N}@])(?:https?:\/\/|www\.)[^\s<>"“”]{1,2000}/giu;
const bareHost =
  /(?<![\p{L}\p{N}@./-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|io|co|gov|edu|bank|example|info|app|help|uk|de|fr|eu|us|ca|au|ie|ch|at|nl|es|it|in)(?![\p{L}\p{N}-])(?:\/[^\s<>"“”]{0,2000})?/giu;
const trailing = /[.,;:!?)\]}'"’”»*_]+$/;
const phone = /(?<![\p{L}\p{N}])(?:\+|\()?\d[\d\s().–/-]{5,22}\d(?![\p{L}\p{N}])/gu;
const fewestPhoneDigits = 7;
const mostPhoneDigits = 15;

/** Addresses of mail and web, without scheme, `www.` and trailing marks. */
export function findAddresses(text: string): Specific[] {
  const mails = [...text.matchAll(email)].map((match): Specific => {
    const written = match[0].replace(trailing, '');
    const place = { start: match.index, end: match.index + written.length };
    return { kind: 'email', ...place, values: [`email:${written.toLowerCase()}`], implied: [] };
  });
  const rest = blankOut(text, mails);
  const links = [...rest.matchAll(address)].map(toLink);
  return [...mails, ...links, ...[...blankOut(rest, links).matchAll(bareHost)].map(toLink)];
}

function toLink(match: RegExpExecArray): Specific {
  const written = match[0].replace(trailing, '');
  const plain = written
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/+$/, '');
  const [host = ''] = plain.split(/[/?#]/);
  const place = { start: match.index, end: match.index + written.length };
  return { kind: 'url', ...place, values: [`url:${plain}`], implied: [`url:${host}`] };
}

/** Numbers to call: 7 to 15 digits, grouped or with a plus. Ungrouped digits are plain numbers. */
export function findPhones(text: string): Specific[] {
  return [...text.matchAll(phone)].flatMap((match): Specific[] => {
    const [written] = match;
    const digits = written.replace(/\D/g, '');
    if (digits.length < fewestPhoneDigits || digits.length > mostPhoneDigits || !/[^\d]/.test(written)) return [];
    const place = { start: match.index, end: match.index + written.length };
    const national = written.replace(/\(0\)/, '').replace(/\D/g, '').replace(/^0+/, '');
    return [
      {
        kind: 'phone',
        ...place,
        values: [`phone:${national}`],
        implied: [`number:${national}`, `phone-tail:${national.slice(-9)}`],
      },
    ];
  });
}
