import type { Candidate, Detector } from '../detector.ts';

const LOCAL = String.raw`[\p{L}\p{N}_%+'.-]{1,64}`;
const DOMAIN = String.raw`(?:[\p{L}\p{N}-]{1,63}\.){1,6}\p{L}{2,24}`;
const PROVIDER =
  '(?:gmail|googlemail|google|yahoo|ymail|hotmail|outlook|icloud|aol|gmx|protonmail|rediffmail|live|msn|mail|email)';
/** Providers as they are typed in haste, for addresses that lost their signs. */
const HASTY =
  '(?:[gy]?mail|gmal|gmai|gamil|gmial|gail|google|yahoo|yohoo|hotmail|outlook|icloud|reddiff|comcast|optonline|verizon|sbcglobal|bellsouth|att)';

const written = new RegExp(`(?<![\\p{L}\\p{N}_%+'.-])${LOCAL}\\s?@\\s?${DOMAIN}(?![\\p{L}\\p{N}])`, 'gu');
/** `john@gmail,com`, `john@gmail .com`, `john@gmail dot com`: a slip in the sign before an ending everybody knows. */
const mistyped = new RegExp(
  String.raw`(?<![\p{L}\p{N}_%+'.-])${LOCAL}\s?@\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,3}(?:(?:,|\s\.|[.,]{2}|\s?[\[({]\s?dot\s?[\])}]\s?|\sdot\s)(?:com|net|org|edu|gov|co\.uk|info|eu|de|fr|es|it|nl|at|ch|pl|in)|\.\s(?:com|net|org|edu|gov|co\.uk))(?![\p{L}\p{N}])`,
  'giu',
);
/** `john [at] x.com`, `john(at)x(dot)com`: brackets are never an accident. */
const bracketed = new RegExp(
  String.raw`(?<![\p{L}\p{N}_%+'.-])${LOCAL}\s?[\[({]\s?at\s?[\])}]\s?[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?|\sdot\s)[\p{L}\p{N}-]{2,24}){1,4}`,
  'giu',
);
/** `john dot smith at gmail dot com`: a spoken dot, or a provider everybody knows, after the `at`. */
const spoken = new RegExp(
  String.raw`(?<![\p{L}\p{N}_%+.-])[\p{L}\p{N}_+.-]{1,64}(?:\s(?:dot|underscore|dash)\s[\p{L}\p{N}_+-]{1,32}){0,3}\sat\s(?:[\p{L}\p{N}-]{1,63}(?:\s?dot\s[\p{L}\p{N}-]{2,24}){1,3}|${PROVIDER}\.\p{L}{2,3})(?![\p{L}\p{N}])`,
  'giu',
);
/** `sandh 1224 gmailcom`: what is left where a keyboard or a transcript lost the signs. */
const signless = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._-])(?:[\p{L}_.-]{1,40}\s\d{1,8}\s)?[\p{L}\p{N}_.-]{0,40}(?:${HASTY}(?:com|org|net|xom)|(?<=[\p{L}\p{N}])(?:gmail|hotmail|yahoo|outlook|icloud)\.(?:com|net|org|co\.uk|de|fr|in))(?![\p{L}\p{N}.@])`,
  'giu',
);
/** After `email is`, a word that ends like a domain is an address without its signs. */
const labelled =
  /\be?mail(?:\s?(?:address|id|adress))?(?:\s(?:is|its|it's|was))?[\s:]{1,3}(?<value>[\p{L}\p{N}_+-]{3,60}(?:com|org|net|gov|edu))(?![\p{L}\p{N}.@])/giu;
/** Sites people name without writing to anybody. */
const sites = /^(?:www\.)?(?:gmail|mail|email|ymail|googlemail|google|yahoo|hotmail|outlook|icloud|rediffmail)\./i;
const verbsBeforeAt =
  /^(?:arrived?|look(?:ed|ing)?|available|me|us|him|her|them|it|was|is|in|on|up|out|you|find|found|sign|log)\s/i;

/** E-mail addresses as written, as spoken, and as they look after signs were lost. */
export const emailAddress: Detector = {
  id: 'email-address',
  find: function findEmailAddresses(text) {
    return [
      ...(text.includes('@') ? find(text, written, 0.99, 'pattern:email') : []),
      ...(text.includes('@') ? find(text, mistyped, 0.9, 'pattern:email-mistyped') : []),
      ...find(text, bracketed, 0.9, 'pattern:email-bracketed'),
      ...find(text, spoken, 0.8, 'pattern:email-spoken').filter(
        ({ start, end }) => !verbsBeforeAt.test(text.slice(start, end)),
      ),
      ...find(text, signless, 0.7, 'pattern:email-signless').filter(
        ({ start, end }) => !sites.test(text.slice(start, end)),
      ),
      ...findLabelled(text),
    ];
  },
};

function find(text: string, shape: RegExp, score: number, source: Candidate['source']): Candidate[] {
  return Array.from(text.matchAll(shape), (match) => ({
    type: 'EMAIL',
    start: match.index,
    end: match.index + match[0].length,
    score,
    source,
  }));
}

function findLabelled(text: string): Candidate[] {
  return Array.from(text.matchAll(labelled), (match) => {
    const end = match.index + match[0].length;
    const start = end - (match.groups?.value ?? '').length;
    return { type: 'EMAIL', start, end, score: 0.7, source: 'context:email' };
  });
}
