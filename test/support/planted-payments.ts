import { createHash } from 'node:crypto';
import { ibanDigits, luhnDigit } from './check-characters.ts';
import { grouped, type PlantedKind } from './planted-kind.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Prefix, length and the usual grouping of the card networks. */
const networks = [
  ['4', 16, [4, 4, 4, 4]],
  ['4', 13, [4, 3, 3, 3]],
  ['51', 16, [4, 4, 4, 4]],
  ['2221', 16, [4, 4, 4, 4]],
  ['37', 15, [4, 6, 5]],
  ['6011', 16, [4, 4, 4, 4]],
  ['36', 14, [4, 6, 4]],
  ['3530', 16, [4, 4, 4, 4]],
  ['6221', 19, [6, 13]],
] as const;

function cardNumber(random: SeededRandom): string {
  const [prefix, length, groups] = random.pick(networks);
  const body = prefix + random.digits(length - 1 - prefix.length);
  const digits = body + luhnDigit(body);
  const separator = random.pick(['', '', ' ', '-', '.']);
  return separator === '' ? digits : grouped(digits, groups, separator);
}

/** Country, and its account part as `d` digits and `l` letters. */
const accounts = [
  ['DE', 'dddddddddddddddddd'],
  ['GB', 'lllldddddddddddddd'],
  ['FR', 'ddddddddddddddddddddddd'],
  ['NL', 'lllldddddddddd'],
  ['ES', 'dddddddddddddddddddd'],
  ['IT', 'ldddddddddddddddddddddd'],
  ['PL', 'dddddddddddddddddddddddd'],
  ['SE', 'dddddddddddddddddddd'],
  ['NO', 'ddddddddddd'],
  ['CH', 'ddddddddddddddddd'],
  ['AE', 'ddddddddddddddddddd'],
  ['MT', 'llllddddddddddddddddddddddd'],
] as const;

function ibanNumber(random: SeededRandom): string {
  const [country, form] = random.pick(accounts);
  const account = Array.from(form, (sign) => (sign === 'd' ? random.digits(1) : random.letters(1))).join('');
  const value = `${country}${ibanDigits(country, account)}${account}`;
  const spelled = random.pick([false, true]) ? (value.match(/.{1,4}/g) ?? []).join(' ') : value;
  return random.between(0, 9) === 0 ? spelled.toLowerCase() : spelled;
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58Check: version, 20 bytes, and four bytes of a double SHA-256. */
function bitcoinAddress(random: SeededRandom): string {
  const version = random.pick([0x00, 0x05]);
  const payload = Buffer.from([version, ...Array.from({ length: 20 }, () => random.between(0, 255))]);
  const check = sha256(sha256(payload)).subarray(0, 4);
  let number = BigInt(`0x${Buffer.concat([payload, check]).toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = base58.charAt(Number(number % 58n)) + text;
    number /= 58n;
  }
  return version === 0 ? `1${text}` : text;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** BIP 173: version 0 and 20 bytes in groups of five bits, with six check characters. */
function segwitAddress(random: SeededRandom): string {
  const data = [0, ...Array.from({ length: 32 }, () => random.between(0, 31))];
  const prefix = [3, 3, 0, 2, 3]; // "bc", expanded as BIP 173 says.
  const check = polymod([...prefix, ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checked = [...data, ...[5, 4, 3, 2, 1, 0].map((place) => (check >>> (5 * place)) & 31)];
  return `bc1${checked.map((value) => bech32.charAt(value)).join('')}`;
}

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >>> bit) & 1) check ^= generator;
  }
  return check;
}

/** What payments are made with. */
export const plantedPayments: readonly PlantedKind[] = [
  {
    kind: 'card',
    type: 'CARD',
    make: cardNumber,
    said: ['my card {} was declined', '{}', 'Card number: {}', 'charge it to {} please', 'i paid with {} yesterday'],
  },
  {
    kind: 'iban',
    type: 'IBAN',
    make: ibanNumber,
    said: ['please refund to {}', 'IBAN {}', 'the money never reached {}', 'my account is {}'],
  },
  {
    kind: 'account',
    type: 'ACCOUNT',
    make: (random) => random.digits(random.between(8, 12), '123456789'),
    said: ['my account number is {}', 'account no. {}', 'acct # {}', 'a/c number {} was closed'],
  },
  {
    kind: 'sort-code',
    type: 'SORT_CODE',
    make: (random) => `${random.digits(2)}-${random.digits(2)}-${random.digits(2)}`,
    said: ['sort code {}', 'the sort code is {}', 'Sort-code: {}'],
  },
  {
    kind: 'bitcoin',
    type: 'WALLET',
    make: bitcoinAddress,
    said: ['I sent it to {}', 'my wallet is {}', 'pay {} instead'],
  },
  { kind: 'segwit', type: 'WALLET', make: segwitAddress, said: ['I sent it to {}', 'btc address {}', '{}'] },
  {
    kind: 'ethereum',
    type: 'WALLET',
    make: (random) => `0x${random.letters(40, '0123456789abcdef')}`,
    said: ['my ETH wallet {}', 'transfer to {}', '{}'],
  },
];
