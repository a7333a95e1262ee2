import { describe, expect, it } from 'vitest';
import { toReadableText } from './readable-text.ts';

describe('toReadableText', () => {
  it('reads digits of every script as ASCII digits', () => {
    const runs = Array.from({ length: 0x1fbff }, (_, code) => code).filter(
      (code) => !(code >= 0xd800 && code <= 0xdfff) && /^\p{Nd}$/u.test(String.fromCodePoint(code)),
    );
    const read = runs.map((code) => toReadableText(String.fromCodePoint(code)).text).join('');
    expect(read).toBe('0123456789'.repeat(runs.length / 10));
  });

  it.each([
    ['４１１１', '4111'],
    ['٤١١١', '4111'],
    ['4\u{fe0f}\u{20e3}1', '41'],
    ['1\u{200b}2\u{feff}3\u{ad}4', '1234'],
    ['1\u{a0}2\u{202f}3', '1 2 3'],
    ['1–2—3‑4−5', '1-2-3-4-5'],
    ['a＠b．c', 'a@b.c'],
    ['I’m', "I'm"],
    ['4\u{336}1\u{34f}\u{336}1', '411'],
    ['cafe\u{301}', 'caf\u{e9}'],
    ['j\u{336}e', 'je'],
    ['हिन्दी и\u{306}', 'हिन्दी и\u{306}'],
    ['1&nbsp;2&#51;&shy;4 &constructor;', '1 234 &constructor;'],
    ['Zoé 👩‍💻 ñ', 'Zoé 👩💻 ñ'],
  ])('reads %s as %s', (typed, text) => {
    expect(toReadableText(typed).text).toBe(text);
  });

  it('maps ranges back to what was typed', () => {
    const typed = '👍 \u{200b}𝟒\u{200b}𝟏 é';
    const readable = toReadableText(typed);
    const start = readable.text.indexOf('41');
    const range = readable.toOriginal(start, start + 2);
    expect(typed.slice(range.start, range.end)).toBe('𝟒\u{200b}𝟏');
  });

  it('maps entities and marks back with what they belong to', () => {
    const typed = 'é 4\u{336}&#x31;\u{336}&nbsp;1 x';
    const readable = toReadableText(typed);
    const range = readable.toOriginal(2, 4);
    expect(readable.text).toBe('é 41 1 x');
    expect(typed.slice(range.start, range.end)).toBe('4\u{336}&#x31;\u{336}');
  });

  it('leaves ASCII and lone surrogates where they are', () => {
    expect(toReadableText('abc').toOriginal(1, 2)).toEqual({ start: 1, end: 2 });
    expect(toReadableText('é\ud800 1').toOriginal(3, 4)).toEqual({ start: 3, end: 4 });
  });
});
