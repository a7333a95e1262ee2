import type { PlantedKind } from './planted-kind.ts';
import type { SeededRandom } from './seeded-random.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const hex = '0123456789abcdef';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const syllables = 'ba do fe gi ka lo mu na pe ri su ta vo wi xe yo zu'.split(' ');

/** A word nobody uses, so that finding it anywhere means that it leaked. */
function madeUpWord(random: SeededRandom, length: number): string {
  return Array.from({ length }, () => random.pick(syllables)).join('');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function emailAddress(random: SeededRandom): string {
  const local =
    madeUpWord(random, 3) + random.pick(['', '.', '_', '+', '-']) + madeUpWord(random, 2) + random.digits(2);
  const host = random.pick(['gmail.com', 'example.org', 'mail.example.co.uk', 'post.example.de', 'outlook.com']);
  const address = `${local}@${host}`;
  return random.pick([address, address, address.toUpperCase(), address.replace('@', ' @ ')]);
}

function spokenEmail(random: SeededRandom): string {
  const name = madeUpWord(random, 4);
  const host = random.pick(['gmail', 'yahoo', 'outlook']);
  return random.pick([
    `${name} at ${host} dot com`,
    `${name}(at)${host}(dot)com`,
    `${name} [at] ${host} [dot] com`,
    `${name} dot ${madeUpWord(random, 2)} at ${host} dot com`,
    `${name} at ${host}.com`,
  ]);
}

/** Ranges set apart for fiction or certainly assigned, so that every number is one of its country. */
function phoneNumber(random: SeededRandom): string {
  const line = random.digits(4);
  const exchange = random.digits(3, '23456789').replace(/11$/, '12');
  return random.pick([
    () => `(212) ${exchange}-${line}`,
    () => `212-${exchange}-${line}`,
    () => `415.${exchange}.${line}`,
    () => `+1 646 ${exchange} ${line}`,
    () => `+44 20 7946 ${line}`,
    () => `+49 170 ${random.digits(7)}`,
    () => `+33 6 ${random.digits(2)} ${random.digits(2)} ${random.digits(2)} ${random.digits(2)}`,
    () => `07700 ${random.digits(6)}`,
    () => `+91 98${random.digits(8)}`,
  ])();
}

const streets = ['Street', 'Road', 'Avenue', 'Lane', 'Drive', 'St.', 'Ave', 'Blvd'];

function streetAddress(random: SeededRandom): string {
  const name = capitalised(madeUpWord(random, 3));
  const number = random.between(1, 9999);
  return random.pick([
    `${number} ${name} ${random.pick(streets)}`,
    `${number} ${name} ${random.pick(streets)}, Apt. ${random.between(1, 999)}`,
    `${capitalised(madeUpWord(random, 2))}straße ${random.between(1, 199)}`,
    `${random.between(1, 199)} rue de ${name}`,
    `Calle ${name} ${random.between(1, 199)}`,
  ]);
}

function password(random: SeededRandom): string {
  return random.letters(6, alphanumeric) + random.pick(['!', '#', '$', '']) + random.digits(3);
}

const keyMakers = [
  (random: SeededRandom) => `sk_live_${random.letters(24, alphanumeric)}`,
  (random: SeededRandom) => `AKIA${random.letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  (random: SeededRandom) => `ghp_${random.letters(36, alphanumeric)}`,
  (random: SeededRandom) => `AIza${random.letters(35, alphanumeric)}`,
  (random: SeededRandom) => `xoxb-${random.digits(12)}-${random.letters(24, alphanumeric)}`,
  (random: SeededRandom) =>
    `eyJ${random.letters(20, alphanumeric)}.eyJ${random.letters(30, alphanumeric)}.${random.letters(30, alphanumeric)}`,
];

/** Ways to reach somebody, to be somebody, and to get in. */
export const plantedContacts: readonly PlantedKind[] = [
  {
    kind: 'email',
    type: 'EMAIL',
    make: emailAddress,
    said: ['write to {}', 'my email is {}', '{}', 'I use {} to sign in', 'send the receipt to {} today'],
  },
  {
    kind: 'email-spoken',
    type: 'EMAIL',
    make: spokenEmail,
    said: ['my email is {}', 'you can reach me: {}', 'email: {}'],
  },
  {
    kind: 'phone',
    type: 'PHONE',
    make: phoneNumber,
    said: ['call me on {}', 'my number is {}', 'Phone: {}', '{} is my mobile', 'text {} when it is done'],
  },
  {
    kind: 'name',
    type: 'NAME',
    make: (random) => `${capitalised(madeUpWord(random, 3))} ${capitalised(madeUpWord(random, 4))}`,
    said: ['My name is {}', 'Full name: {}', 'Mr. {} wrote to you', "Hi, I'm {} from the city"],
  },
  {
    kind: 'address',
    type: 'ADDRESS',
    make: streetAddress,
    said: ['I live at {}', 'my new address is {}', 'please deliver it to {}', 'Address: {}'],
  },
  {
    kind: 'birth-date',
    type: 'DATE_OF_BIRTH',
    make: (random) => {
      const [day, month, year] = [random.between(10, 28), random.between(1, 12), random.between(1930, 2006)];
      return random.pick([
        `${year}-${String(month).padStart(2, '0')}-${day}`,
        `${day}/${String(month).padStart(2, '0')}/${year}`,
        `${day} ${random.pick(['January', 'March', 'June', 'October', 'Dec'])} ${year}`,
      ]);
    },
    said: ['I was born on {}', 'dob {}', 'date of birth: {}', 'My date of birth is {}'],
  },
  {
    kind: 'ipv4',
    type: 'IP',
    make: (random) =>
      [random.between(11, 223), 1, 2, 3].map((part) => (part > 10 ? part : random.between(1, 254))).join('.'),
    said: ['from the address {}', 'ip {}', 'it says {} was used to log in'],
  },
  {
    kind: 'ipv6',
    type: 'IP',
    make: (random) =>
      `2001:db8:${random.letters(4, 'abcdef')}:${random.letters(4, '123456789')}::${random.letters(4, 'abcdef')}`,
    said: ['the log shows {}', 'ip {}'],
  },
  {
    kind: 'mac',
    type: 'MAC',
    make: (random) => Array.from({ length: 6 }, () => random.letters(2, hex)).join(random.pick([':', '-'])),
    said: ['the device {} is mine', 'MAC {}'],
  },
  {
    kind: 'secret-url',
    type: 'URL',
    make: (random) => `https://${madeUpWord(random, 3)}:${random.letters(10, alphanumeric)}@example.com/inbox`,
    said: ['I opened {}', 'the link {}'],
  },
  {
    kind: 'password',
    type: 'SECRET',
    make: password,
    said: ['my password is {}', 'Password: {}', 'pwd={}', 'the passcode is {}'],
  },
  {
    kind: 'api-key',
    type: 'SECRET',
    make: (random) => random.pick(keyMakers)(random),
    said: ['the key {} stopped working', 'api key: {}', '{}', 'I use {} for the export'],
  },
  {
    kind: 'username',
    type: 'USERNAME',
    make: (random) => madeUpWord(random, 3) + random.digits(3),
    said: ['my username is {}', 'User name: {}', 'login id {}', 'user id is {}'],
  },
  {
    kind: 'passport',
    type: 'PASSPORT',
    make: (random) => random.letters(1, lower.toUpperCase()) + random.digits(8),
    said: ['my passport number is {}', 'passport {}', 'Passport no: {}'],
  },
  {
    kind: 'driving-licence',
    type: 'NATIONAL_ID',
    make: (random) => random.letters(1) + random.digits(random.between(7, 12)),
    said: ["my driver's license is {}", 'driving licence number {}', 'drivers license: {}'],
  },
  {
    kind: 'vehicle-plate',
    type: 'VEHICLE',
    make: (random) => `${random.letters(2, 'ABCDEFGHKLM')}${random.digits(2)} ${random.letters(3, 'ABCDEFGHKLM')}`,
    said: ['my number plate is {}', 'licence plate {}', 'the car with registration number {}', 'license plate: {}'],
  },
  {
    kind: 'vehicle-vin',
    type: 'VEHICLE',
    make: (random) => `WVWZZZ${random.letters(3, 'ABCDEFGHJKLMN')}${random.digits(8)}`,
    said: ['VIN {}', 'my VIN is {}', 'vehicle identification number: {}'],
  },
];
