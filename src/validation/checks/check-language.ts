import type { DraftSubject } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';

/** Small words that no other language here uses often. */
const marks: Readonly<Record<string, ReadonlySet<string>>> = {
  en: wordSet('the and you your is are of to with for this that we can will have please not it from'),
  de: wordSet('der die das und ist sie ihr ihre nicht mit für ein eine wir können werden bitte auf den dem zu wenn'),
  fr: wordSet('le les des et est vous votre une pour avec pas nous dans sur être qui que ce cette veuillez'),
  es: wordSet('el los las y es usted su una para con por puede del que está se nuestro tarjeta si al'),
  it: wordSet('il lo gli e è lei suo una per con non della che può sono di nel questo si'),
  pt: wordSet('o os as é você seu uma para com não pode do da que em são este se'),
  nl: wordSet('de het een en is u uw van voor met niet kunt wij op dat zijn deze als'),
};
/** Languages written in another script than Latin. */
const scripts: Readonly<Record<string, RegExp>> = {
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  bg: /\p{Script=Cyrillic}/u,
  el: /\p{Script=Greek}/u,
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  hi: /\p{Script=Devanagari}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  zh: /\p{Script=Han}/u,
  ko: /\p{Script=Hangul}/u,
  th: /\p{Script=Thai}/u,
};
const latin = /\p{Script=Latin}/u;

/** Share of letters that must be of the language's script. */
const leastOwnScript = 0.7;
/** Small words of another language that outvote none or few of this one. */
const telling = 4;

/** The reply is in the customer's language, and in one policy lets the assistant speak. */
export function checkLanguage({ draft, evidence, rules, reply }: DraftSubject): Finding[] {
  if (!rules.languages.includes(draft.language)) return [toFinding('not-spoken')];
  if (draft.language !== evidence.language) return [toFinding('not-of-the-turn')];
  return reads(reply.text.slice(0, 4_000), draft.language) ? [] : [toFinding('reads-otherwise')];
}

function reads(text: string, language: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const script = scripts[language] ?? latin;
  const own = letters.filter((letter) => script.test(letter)).length;
  if (letters.length > 0 && own / letters.length < leastOwnScript) return false;
  const expected = marks[language];
  if (expected === undefined) return true;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (list: ReadonlySet<string>): number => words.filter((word) => list.has(word)).length;
  const ownMarks = count(expected);
  return Object.entries(marks).every(([other, list]) => {
    const otherMarks = other === language ? 0 : count(list);
    return otherMarks < telling || otherMarks <= ownMarks * 2;
  });
}

function toFinding(detail: string): Finding {
  return { check: 'language', sentence: 0, span: null, detail };
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
