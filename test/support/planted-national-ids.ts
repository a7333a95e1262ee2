import { curpDigit, fiscalLetter, luhnDigit, mod1110Digit, sumOf, verhoeffDigit } from './check-characters.ts';
import { grouped, type PlantedKind, pad, shortBirth, untilChecked } from './planted-kind.ts';

const kind = (
  name: string,
  said: readonly string[],
  make: PlantedKind['make'],
  type: PlantedKind['type'] = 'NATIONAL_ID',
): PlantedKind => ({ kind: name, type, make, said });

/** Ids that a state or a health service gave, with their check characters; those beyond Europe are in the other file. */
export const plantedNationalIds: readonly PlantedKind[] = [
  kind('gb-national-insurance', ['my NI number is {}', 'national insurance {}', '{}'], (random) =>
    grouped(
      `${random.pick(['AB', 'CE', 'JK', 'SX'])}${random.digits(6)}${random.letters(1, 'ABCD')}`,
      [2, 2, 2, 2],
      random.pick(['', ' ']),
    ),
  ),
  kind(
    'gb-nhs',
    ['my NHS number is {}', 'NHS no {}'],
    (random) =>
      untilChecked(() => {
        const body = random.digits(9, '4679');
        const check = (11 - (sumOf(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return check === 10 ? undefined : grouped(`${body}${check}`, [3, 3], random.pick(['', ' ']));
      }),
    'HEALTH_ID',
  ),
  kind('de-tax-id', ['meine Steuer-ID ist {}', 'tax id {}'], (random) => {
    const order = random.pick(['12345678902', '98765432101', '10234567894', '47036892812']);
    const body = order.slice(0, 10).replace(/\d/g, (digit) => String((Number(digit) % 9) + 1));
    const twice = `${body.slice(0, 9)}${body.charAt(random.between(1, 8))}`;
    const shifted = Array.from(twice);
    for (let at = shifted.length - 1; at > 0; at -= 1) {
      const other = random.between(0, at);
      [shifted[at], shifted[other]] = [shifted[other] ?? '', shifted[at] ?? ''];
    }
    return shifted.join('') + mod1110Digit(shifted.join(''));
  }),
  kind('fr-social-security', ['mon numéro de sécurité sociale est {}', 'NIR {}', '{}'], (random) => {
    const { month, year } = shortBirth(random);
    const body = `${random.pick(['1', '2'])}${year}${month}${pad(random.between(1, 95))}${random.digits(6)}`;
    return grouped(`${body}${pad(Number(97n - (BigInt(body) % 97n)))}`, [1, 2, 2, 2, 3, 3], random.pick(['', ' ']));
  }),
  kind('es-identity', ['mi DNI es {}', 'NIE {}', '{}'], (random) => {
    const foreign = random.pick(['', '', 'X', 'Y']);
    const digits = random.digits(foreign === '' ? 8 : 7);
    const number = Number(foreign.replace('X', '0').replace('Y', '1') + digits);
    return `${foreign}${digits}${'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23)}`;
  }),
  kind('it-fiscal-code', ['codice fiscale {}', 'il mio codice fiscale è {}', '{}'], (random) => {
    const { day, year } = shortBirth(random);
    const consonants = 'BCDFGLMNPRSTVZ';
    const body = `${random.letters(6, consonants)}${year}${random.letters(1, 'ABCDEHLMPRST')}${day}${random.letters(1, 'ABCDEFGHIL')}${random.digits(3, '123456')}`;
    return body + fiscalLetter(body);
  }),
  kind('nl-citizen-number', ['mijn BSN is {}', 'burgerservicenummer {}'], (random) =>
    untilChecked(() => {
      const body = random.digits(8, '12345678');
      const check = sumOf(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return check === 10 ? undefined : `${body}${check}`;
    }),
  ),
  kind('pl-pesel', ['mój PESEL to {}', 'PESEL {}', '{}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const body = `${year}${month}${day}${random.digits(4)}`;
    return body + String((10 - (sumOf(body, [1, 3, 7, 9]) % 10)) % 10);
  }),
  kind('be-national-number', ['rijksregisternummer {}', 'my national number {}', '{}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const body = `${year}${month}${day}${random.digits(3)}`;
    const check = pad(97 - (Number(body) % 97));
    return `${year}.${month}.${day}-${body.slice(6)}.${check}`;
  }),
  kind('ch-social-security', ['meine AHV-Nummer ist {}', '{}'], (random) => {
    const body = `756${random.digits(9)}`;
    const check = (10 - (sumOf(body, [1, 3]) % 10)) % 10;
    return grouped(`${body}${check}`, [3, 4, 4], '.');
  }),
  kind('at-social-security', ['meine Sozialversicherungsnummer ist {}', 'SVNR {}'], (random) =>
    untilChecked(() => {
      const { day, month, year } = shortBirth(random);
      const serial = random.digits(3, '123456789');
      const check = sumOf(`${serial}${day}${month}${year}`, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
      return check === 10 ? undefined : `${serial}${check} ${day}${month}${year}`;
    }),
  ),
  kind('se-personal-number', ['mitt personnummer är {}', '{}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const serial = random.digits(3);
    return `${random.pick(['', '19'])}${year}${month}${day}-${serial}${luhnDigit(year + month + day + serial)}`;
  }),
  kind('fi-identity', ['henkilötunnus {}', 'my personal id is {}', '{}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const serial = pad(random.between(2, 899), 3);
    const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(day + month + year + serial) % 31);
    return `${day}${month}${year}-${serial}${check}`;
  }),
  kind('dk-cpr', ['mit CPR-nummer er {}', 'cpr {}'], (random) => {
    const { day, month, year } = shortBirth(random);
    return `${day}${month}${year}-${random.digits(4)}`;
  }),
  kind('no-birth-number', ['fødselsnummer {}', 'mitt personnummer er {}', '{}'], (random) =>
    untilChecked(() => {
      const { day, month, year } = shortBirth(random);
      const body = `${day}${month}${year}${pad(random.between(0, 499), 3)}`;
      const first = (11 - (sumOf(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
      const second = (11 - (sumOf(`${body}${first}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      return first === 10 || second === 10 ? undefined : `${body}${first}${second}`;
    }),
  ),
  kind('pt-nif', ['o meu NIF é {}', 'contribuinte {}'], (random) => {
    const body = `${random.pick(['1', '2'])}${random.digits(7)}`;
    const rest = sumOf(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    return `${body}${rest < 2 ? 0 : 11 - rest}`;
  }),
  kind('ie-pps', ['my PPS number is {}', 'PPSN {}'], (random) => {
    const body = random.digits(7, '123456789');
    const sum = sumOf(body, [8, 7, 6, 5, 4, 3, 2]) + 9; // The second letter is an A.
    return `${body}${'WABCDEFGHIJKLMNOPQRSTUV'.charAt(sum % 23)}A`;
  }),
  kind('ro-cnp', ['CNP {}', 'codul numeric personal {}', '{}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const body = `${random.pick(['1', '2'])}${year}${month}${day}${pad(random.between(1, 46))}${random.digits(3, '123456789')}`;
    const rest = sumOf(body, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    return `${body}${rest === 10 ? 1 : rest}`;
  }),
  kind('bg-egn', ['ЕГН {}', 'my EGN is {}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const body = `${year}${month}${day}${random.digits(3)}`;
    return `${body}${(sumOf(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10}`;
  }),
  kind('cz-birth-number', ['rodné číslo {}', '{}'], (random) =>
    untilChecked(() => {
      const { day, month, year } = shortBirth(random);
      const body = `${year === '53' ? '54' : pad(Math.max(54, Number(year)))}${month}${day}${random.digits(3)}`;
      const check = Number(body) % 11;
      return check === 10 ? undefined : `${body.slice(0, 6)}/${body.slice(6)}${check}`;
    }),
  ),
  kind('hr-oib', ['moj OIB je {}', 'OIB: {}'], (random) => {
    const body = random.digits(10, '123456789');
    return body + mod1110Digit(body);
  }),
  kind('in-aadhaar', ['my Aadhaar is {}', 'aadhar number {}', 'UID {}'], (random) => {
    const body = random.digits(11, '23456789');
    return grouped(body + verhoeffDigit(body), [4, 4], ' ');
  }),
  kind('mx-curp', ['mi CURP es {}', '{}'], (random) => {
    const { day, month, year } = shortBirth(random);
    const body = `${random.letters(1, 'BCDFGLMPRS')}${random.letters(1, 'AEIOU')}${random.letters(2, 'BCDFGLMPRS')}${year}${month}${day}${random.pick(['H', 'M'])}${random.pick(['DF', 'JC', 'NL', 'YN'])}${random.letters(3, 'BCDFGLMNPRST')}${random.digits(1)}`;
    return body + curpDigit(body);
  }),
];
