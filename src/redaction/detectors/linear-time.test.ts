import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../../test/support/processor-time.ts';
import { defaultDetectors } from '../default-detectors.ts';
import { toReadableText } from '../readable-text.ts';

const SIZE = 100_000;
/** A detector that is linear needs a few milliseconds; one that is quadratic needs minutes. */
const MOST_MS = 200;

/** Units that, repeated, keep a pattern nearly matching for as long as possible. */
const units = [
  '1',
  '1 ',
  '12-',
  '1.',
  'a',
  'ab ',
  '@',
  'a@',
  'a at ',
  'a.',
  'a:',
  'my name is ',
  "I'm A ",
  'Mr A ',
  '1234567890, ',
  '+1 212 555 0199 ',
  '4111 1111 1111 1112 ',
  'DE12 ',
  'http://',
  'http://a?',
  'password is ',
  '1 a b c d ',
  'aaaaastraat ',
  'I live at 1 ',
  'thanks,\n',
  '\n',
  ' ',
  '12 main street ',
  'via a ',
  'born on ',
  '[at',
  'eyJaaaaaaaaa.',
  'sk-',
  'a1:',
  'A1B2-',
  'x1',
  'email is ',
  '_',
  '+',
  '(',
  'call ',
  'mail.',
  'gmail',
  'account number ',
  'last 4 digits ',
  "'",
  'a-',
  'a dot ',
  '12 Aa ',
  'Aa 12 ',
  'Apt 1 ',
  '12 Aa 3\n',
  'the corner of ',
  'corner of a b and ',
  'username is ',
  'plate A1 ',
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN',
  'age 1 ',
  '1.1.2020 ',
  'www.a',
  'national id ',
  'Unit 1 Box 1 ',
  'cc4111',
  'mycardnumber1 ',
  'ibande12',
  'a@b,',
  'a@b dot ',
  'password: "a ',
  'password is a ',
  'pass: now ',
];

describe('defaultDetectors', () => {
  it.each(defaultDetectors.map((detector) => [detector.id, detector] as const))(
    'reads 100 KB of hostile text in linear time: %s',
    (_, detector) => {
      const slow = units
        .map((unit) => unit.repeat(Math.ceil(SIZE / unit.length)))
        .map(
          (text) =>
            [
              text.slice(0, 24),
              leastProcessorMs(() => detector.find(text, { defaultCountry: 'US' }), MOST_MS),
            ] as const,
        )
        .filter(([, ms]) => ms > MOST_MS);
      expect(slow).toEqual([]);
    },
  );

  it('reads 100 KB of look-alikes in linear time', () => {
    for (const unit of ['４１１１ ', '٤١١١', '\u{200b}', '👍–', 'é', '漢字']) {
      const text = unit.repeat(Math.ceil(SIZE / unit.length));
      expect(leastProcessorMs(() => toReadableText(text), MOST_MS)).toBeLessThan(MOST_MS);
    }
  });
});
