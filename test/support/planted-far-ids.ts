import { luhnDigit, sumOf } from './check-characters.ts';
import { grouped, type PlantedKind, shortBirth, untilChecked } from './planted-kind.ts';
import type { SeededRandom } from './seeded-random.ts';

function socialSecurity(random: SeededRandom): string {
  const number = `${random.digits(3, '12345').replace('000', '123')}${random.digits(2, '123456789')}${random.digits(4, '123456789')}`;
  return grouped(number, [3, 2], '-');
}

const firstTcknSums = (body: string): number => (sumOf(body, [7, -1, 7, -1, 7, -1, 7, -1, 7]) % 10) + 10;

/** Each digit of the Brazilian CPF weighs its distance from the check digit plus one. */
function cpfDigit(text: string): number {
  const sum = Array.from(text, (digit, place) => Number(digit) * (text.length + 1 - place));
  return ((sum.reduce((total, value) => total + value, 0) * 10) % 11) % 10;
}

/** Ids that states beyond Europe gave, with their check characters. */
export const plantedFarIds: readonly PlantedKind[] = [
  { kind: 'us-ssn', type: 'SSN', make: socialSecurity, said: ['my ssn is {}', '{}', 'Social security number {}'] },
  {
    kind: 'us-ssn-plain',
    type: 'SSN',
    make: (random) => socialSecurity(random).replaceAll('-', ''),
    said: ['my ssn is {}', 'social security number: {}', 'SSN {}'],
  },
  {
    kind: 'us-itin',
    type: 'NATIONAL_ID',
    make: (random) => `9${random.digits(2)}-${random.between(70, 88)}-${random.digits(4)}`,
    said: ['my ITIN is {}', 'itin {}', '{}'],
  },
  {
    kind: 'us-medicare',
    type: 'HEALTH_ID',
    make: (random) =>
      `${random.digits(1, '123456789')}${random.letters(1, 'ACDEFGHJK')}${random.digits(2)}-${random.letters(1, 'MNPQRTUVW')}${random.letters(1, 'ACDEFG')}${random.digits(1)}-${random.letters(2, 'ACDEFGHJK')}${random.digits(2)}`,
    said: ['my Medicare number is {}', 'medicare {}', '{}'],
  },
  {
    kind: 'ca-sin',
    type: 'NATIONAL_ID',
    make: (random) => {
      const body = random.digits(8, '1234567');
      return grouped(body + luhnDigit(body), [3, 3], random.pick(['', ' ', '-']));
    },
    said: ['my SIN is {}', 'social insurance number {}'],
  },
  {
    kind: 'au-tax-file',
    type: 'NATIONAL_ID',
    make: (random) =>
      untilChecked(() => {
        const body = random.digits(8, '123456789');
        const rest = sumOf(body, [1, 4, 3, 7, 5, 8, 6, 9]) % 11;
        // The last digit weighs ten, which is minus one.
        return rest === 10 ? undefined : grouped(`${body}${rest}`, [3, 3], random.pick(['', ' ']));
      }),
    said: ['my TFN is {}', 'tax file number {}'],
  },
  {
    kind: 'au-medicare',
    type: 'HEALTH_ID',
    make: (random) => {
      const body = random.digits(8, '23456');
      const check = sumOf(body, [1, 3, 7, 9, 1, 3, 7, 9]) % 10;
      return grouped(`${body}${check}${random.digits(1, '12345')}`, [4, 5], ' ');
    },
    said: ['my medicare card number is {}', 'medicare {}'],
  },
  {
    kind: 'za-id',
    type: 'NATIONAL_ID',
    make: (random) => {
      const { day, month, year } = shortBirth(random);
      const body = `${year}${month}${day}${random.digits(4)}${random.pick(['0', '1'])}8`;
      return body + luhnDigit(body);
    },
    said: ['my SA id number is {}', 'ID number {}', '{}'],
  },
  {
    kind: 'tr-tckn',
    type: 'NATIONAL_ID',
    make: (random) => {
      const body = random.digits(9, '123456789');
      const tenth = ((firstTcknSums(body) % 10) + 10) % 10;
      const eleventh = sumOf(`${body}${tenth}`, [1]) % 10;
      return `${body}${tenth}${eleventh}`;
    },
    said: ['TC kimlik no {}', 'kimlik numaram {}'],
  },
  {
    kind: 'cn-resident-id',
    type: 'NATIONAL_ID',
    make: (random) => {
      const { day, month, year } = shortBirth(random);
      const body = `${random.pick(['110101', '310104', '440106'])}19${year}${month}${day}${random.digits(3)}`;
      return body + '10X98765432'.charAt(sumOf(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11);
    },
    said: ['身份证 {}', 'my resident id is {}', '{}'],
  },
  {
    kind: 'kr-resident-number',
    type: 'NATIONAL_ID',
    make: (random) => {
      const { day, month, year } = shortBirth(random);
      return `${year}${month}${day}-${random.digits(7, '12')}`;
    },
    said: ['주민등록번호 {}', 'my RRN is {}', '{}'],
  },
  {
    kind: 'jp-my-number',
    type: 'NATIONAL_ID',
    make: (random) => {
      const body = random.digits(11, '123456789');
      const rest = sumOf(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return grouped(`${body}${rest <= 1 ? 0 : 11 - rest}`, [4, 4], ' ');
    },
    said: ['マイナンバー {}', 'my number card {}', 'individual number {}'],
  },
  {
    kind: 'sg-nric',
    type: 'NATIONAL_ID',
    make: (random) => {
      const first = random.pick(['S', 'T']);
      const body = random.digits(7);
      const sum = sumOf(body, [2, 7, 6, 5, 4, 3, 2]) + (first === 'T' ? 4 : 0);
      return `${first}${body}${'JZIHGFEDCBA'.charAt(sum % 11)}`;
    },
    said: ['my NRIC is {}', 'nric {}', '{}'],
  },
  {
    kind: 'il-identity',
    type: 'NATIONAL_ID',
    make: (random) => {
      const body = random.digits(8, '23');
      const sum = Array.from(body, (digit, place) => Number(digit) * ((place % 2) + 1));
      const total = sum.reduce((all, value) => all + (value > 9 ? value - 9 : value), 0);
      return `${body}${(10 - (total % 10)) % 10}`;
    },
    said: ['teudat zehut {}', 'my Israeli id number is {}'],
  },
  {
    kind: 'cl-rut',
    type: 'NATIONAL_ID',
    make: (random) => {
      const body = random.digits(8, '12');
      const check = 11 - (sumOf(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      const sign = check === 11 ? '0' : check === 10 ? 'K' : String(check);
      return `${grouped(body, [2, 3], '.')}-${sign}`;
    },
    said: ['mi RUT es {}', '{}'],
  },
  {
    kind: 'ar-cuit',
    type: 'NATIONAL_ID',
    make: (random) =>
      untilChecked(() => {
        const body = `${random.pick(['20', '27'])}${random.digits(8, '1234')}`;
        const check = (11 - (sumOf(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return check === 10 ? undefined : grouped(`${body}${check}`, [2, 8], '-');
      }),
    said: ['mi CUIT es {}', 'CUIL {}', '{}'],
  },
  {
    kind: 'br-cpf',
    type: 'NATIONAL_ID',
    make: (random) => {
      const body = random.digits(9, '123456789');
      const first = cpfDigit(body);
      return `${grouped(body, [3, 3], '.')}-${first}${cpfDigit(`${body}${first}`)}`;
    },
    said: ['meu CPF é {}', '{}'],
  },
  {
    kind: 'in-pan',
    type: 'NATIONAL_ID',
    make: (random) => `${random.letters(3)}P${random.letters(1)}${random.digits(4)}${random.letters(1)}`,
    said: ['my PAN is {}', 'PAN number {}', '{}'],
  },
];
