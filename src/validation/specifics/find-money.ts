import { blankOut } from './blank-out.ts';
import { digitsPattern, magnitudePattern, parseNumber, quantityPattern } from './parse-number.ts';
import type { Specific } from './specific.ts';

/** A bare dollar sign is read as US dollars on both sides: what matters is that reply and passage agree. */
const currencyOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    $: 'USD',
    us$: 'USD',
    ca$: 'CAD',
    c$: 'CAD',
    au$: 'AUD',
    a$: 'AUD',
    nz$: 'NZD',
    hk$: 'HKD',
    s$: 'SGD',
    '£': 'GBP',
    '€': 'EUR',
    '¥': 'JPY',
    '₹': 'INR',
    dollar: 'USD',
    buck: 'USD',
    euro: 'EUR',
    pound: 'GBP',
    'pound sterling': 'GBP',
    quid: 'GBP',
    yen: 'JPY',
    rupee: 'INR',
    franc: 'CHF',
    'swiss franc': 'CHF',
    'canadian dollar': 'CAD',
    'australian dollar': 'AUD',
    'us dollar': 'USD',
  }),
);
/** Coins count as hundredths. */
const coinOf: ReadonlyMap<string, string> = new Map(
  Object.entries({ cent: 'USD', '¢': 'USD', pence: 'GBP', penny: 'GBP', p: 'GBP' }),
);

const code = '(?:USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|INR|SEK|NOK|DKK|PLN|CZK|HUF|SGD|HKD|CNY|BRL|MXN|ZAR|AED)';
const sign = String.raw`(?:(?:US|CA|AU|NZ|HK|[CAS])?\$|[£€¥₹])`;
const noun = String.raw`(?:(?:US|Canadian|Australian|Swiss)\s)?(?:dollars?|bucks?|euros?|pounds?(?:\ssterling)?|quid|yen|rupees?|francs?)`;
const coin = String.raw`(?:cents?|pence|penny|p(?![\p{L}.])|¢)`;
const rangeTo = String.raw`\s?(?:-|–|—|to|or|and)\s?`;

const before = new RegExp(
  `(?<![\\p{L}\\p{N}])(${sign}|${code})\\s?(${digitsPattern})(?:\\s?(${magnitudePattern}))?(?:\\s?[-–—]\\s?(${digitsPattern})(?![\\p{L}\\p{N}%]))?`,
  'giu',
);
const after = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(${quantityPattern})(?:${rangeTo}(${quantityPattern}))?(?:\\s?(${magnitudePattern}))?[\\s-]{0,3}(${sign}|${code}|${noun}|${coin})(?![\\p{L}\\p{N}])`,
  'giu',
);

/** Amounts of money, whatever side the currency stands on and however it is written. */
export function findMoney(text: string): Specific[] {
  const found: Specific[] = [];
  for (const match of text.matchAll(before)) {
    const [, currency = '', amount = '', magnitude, second] = match;
    found.push(...toMoney(match, currency, [parseNumber(amount, magnitude), parsed(second)]));
  }
  for (const match of blankOut(text, found).matchAll(after)) {
    const [, first, second, magnitude, currency = ''] = match;
    found.push(...toMoney(match, currency, [parsed(first, magnitude), parsed(second, magnitude)]));
  }
  return found;
}

function parsed(written: string | undefined, magnitude?: string): string | undefined {
  return written === undefined ? undefined : parseNumber(written, magnitude);
}

function toMoney(match: RegExpExecArray, written: string, amounts: readonly (string | undefined)[]): Specific[] {
  const name = written
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(?<=[a-z]{3})s(?=$| )/, '');
  const coinCurrency = coinOf.get(name);
  const currency = coinCurrency ?? currencyOf.get(name) ?? written.toUpperCase();
  return amounts.flatMap((amount) => {
    if (amount === undefined) return [];
    const value = coinCurrency === undefined ? amount : String(Number(amount) / 100);
    const place = { start: match.index, end: match.index + match[0].length };
    return [{ kind: 'money', ...place, values: [`money:${value}:${currency}`], implied: [`any:${amount}`] }];
  });
}
