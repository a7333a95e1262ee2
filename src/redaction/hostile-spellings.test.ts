import { describe, expect, it } from 'vitest';
import { leastProcessorMs, leastProcessorMsOf } from '../../test/support/processor-time.ts';
import { createCandidateFinder } from './find-candidates.ts';
import { createPlaceholderBook } from './placeholder-book.ts';
import { toReadableText } from './readable-text.ts';
import { createRedactor } from './redact-message.ts';

const redactor = createRedactor();

async function redacted(text: string): Promise<string> {
  return (await redactor.redact(text, createPlaceholderBook([]))).text;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('createRedactor on hostile spellings', () => {
  it.each([
    ['Cyrillic letters in an IBAN', 'pay to DЕ89 3704 0044 0532 0130 00', 'pay to [IBAN_1]'],
    ['Cyrillic and Greek letters in an address', 'write to jоhn.dοe@exаmple.com', 'write to [EMAIL_1]'],
    ['full-width digits', 'card ４１１１ １１１１ １１１１ １１１１', 'card [CARD_1]'],
    ['zero-width characters', '41\u{200b}11 1111\u{200d} 1111 11\u{2060}11', '[CARD_1]'],
    ['right-to-left marks', '\u{202e}4111 1111 1111 1111\u{202c}', '\u{202e}[CARD_1]\u{202c}'],
    ['letters for digits', 'card 4lll 1111 1l11 11ll is wrong', 'card [CARD_1] is wrong'],
    ['joiners without a width', '4111\u{34f}1111\u{34f}1111\u{34f}1111 ok', '[CARD_1] ok'],
    ['fillers of Hangul', '4111\u{115f}1111\u{3164}1111\u{ffa0}1111', '[CARD_1]'],
    ['Braille without dots', '4111\u{2800}1111\u{2800}1111\u{2800}1111', '[CARD_1]'],
    ['strokes through digits', `${'4111111111111111'.replaceAll(/./g, '$&\u{336}')} ok`, '[CARD_1] ok'],
    ['marks over spaces', '4111 \u{301}\u{302}1111 \u{301}1111 \u{301}1111', '[CARD_1]'],
    ['strokes through letters', 'j\u{335}ohn@gm\u{335}ail.com ok', '[EMAIL_1] ok'],
    ['entities for spaces', 'card 4111&nbsp;1111&nbsp;1111&#160;1111 ok', 'card [CARD_1] ok'],
    ['entities for digits', '&#52;111&#x31;111 1111 111&amp;#49; ok', '[CARD_1] ok'],
    ['entities for signs', 'to john&#64;gmail&period;com', 'to [EMAIL_1]'],
    ['doubled percent-encoding', `?c=${'4111111111111111'.replaceAll(/./g, '%253$&')}`, '[CARD_1]'],
    ['Base64 after a name', `card=${base64('4111111111111111')}`, 'card=[CARD_1]'],
    ['a comma for a dot', 'write to john.smith@gmail,com please', 'write to [EMAIL_1] please'],
    ['percent-encoding', 'opened ?mail=jane.doe%40example.com today', 'opened [EMAIL_1] today'],
    ['Base64', `token ${base64('my card is 4111 1111 1111 1111')} here`, 'token [CARD_1] here'],
    ['spoken digits', `it is four one one one ${'one '.repeat(12)}ok`, 'it is [CARD_1] ok'],
    ['spoken digits with doubles', 'ssn one two three double four six seven eight nine', 'ssn [SSN_1]'],
    ['a line break in a card', '4111 1111\n1111 1111', '[CARD_1]'],
    ['a line break in an IBAN', 'DE89 3704 0044\r\n0532 0130 00', '[IBAN_1]'],
    ['a line break in a named number', 'my ssn is 123-45\n6789', 'my ssn is [SSN_1]'],
  ])('finds values in spite of %s', async (_, text, expected) => {
    expect(await redacted(text)).toBe(expected);
  });

  it.each([
    'Привет, у меня вопрос',
    'Γεια σας, έχω μια ερώτηση',
    'one two three, that is easy',
    'a discount of 50%20',
    'internationalisation',
    'a=VGhpcyBpcyBhIGhhcm1sZXNzIHRleHQ=',
    'AT&amp;T &copy; 2024 &lt;b&gt; &#8364;5 &constructor; &#xFFFFFF; R&D;',
    'cafe\u{301} и\u{306} हिन्दी ไทย \u{645}\u{64f}',
    '100%2525 of 50%25',
    'VGhpcyBpcyBhIGhhcm1sZXNzIHRleHQ=',
    'I waited\n3 weeks\nfor 2 cards',
    'O2 sells 10l and I0',
  ])('keeps words that only look alike: %s', async (text) => {
    expect(await redacted(text)).toBe(text);
  });

  it('masks what it finds in the original and leaves the rest as it was typed', async () => {
    const text = 'Hеllo ４１１１ 1111 1111 1111 Hеllo';
    expect(await redacted(text)).toBe('Hеllo [CARD_1] Hеllo');
  });

  it('reads a megabyte in time that grows with its length', () => {
    const finder = createCandidateFinder();
    const read = (text: string): void => void finder.find(toReadableText(text).text);
    for (const unit of [
      '4111 1111 1111 1112 ',
      'я4111a ',
      `${base64('4111 1111')} `,
      'a%40b ',
      'one two ',
      '12\n',
      'ab ',
    ]) {
      const small = unit.repeat(Math.ceil(125_000 / unit.length));
      const ms = leastProcessorMs(() => read(small), 2_000);
      // Eight times the text takes about eight times as long; a quadratic one takes 64 times.
      const large = leastProcessorMs(() => read(small.repeat(8)), ms * 24 + 500);
      expect([unit, large <= ms * 24 + 500]).toEqual([unit, true]);
    }
  }, 180_000);

  it.each([
    ['percent-encoded', 'a%40b.co '],
    ['Base64', `${base64('my card is 4111 1111 1111 1111')} `],
    ['spoken', 'it is four one one one five one two three four five six, '],
    ['over two lines', 'ssn 123-45\n6789\n'],
    ['plain', 'I am Jane Doe, card 4111 1111 1111 1111, mail jane@x.com. '],
  ])(
    'masks values in time that grows with the text where all of it is values: %s',
    async (_, unit) => {
      const small = unit.repeat(Math.ceil(50_000 / unit.length));
      const ms = await leastProcessorMsOf(() => redacted(small));
      // Four times the text takes about four times as long; a quadratic one takes 16 times.
      expect(await leastProcessorMsOf(() => redacted(small.repeat(4)), ms * 7 + 200)).toBeLessThan(ms * 7 + 200);
    },
    60_000,
  );

  it('answers binary with text that holds none of the values in it', async () => {
    const noise = Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7919) % 256)).toString('latin1');
    const text = `${noise} 4111 1111 1111 1111 ${noise}`;
    const redaction = await redactor.redact(text, createPlaceholderBook([]));
    expect(redaction.complete).toBe(true);
    expect(redaction.text).not.toContain('4111 1111');
  });
});
