import { describe, expect, it } from 'vitest';
import { PieceAssembler } from './piece-assembler.ts';

/** A vocabulary of single bytes. */
const bytesToText = (bytes: readonly number[]) => Buffer.from(bytes).toString('utf8');

function piecesOf(text: string | Buffer): { pieces: string[]; rest: string } {
  const assembler = new PieceAssembler<number>(bytesToText);
  const pieces = [...Buffer.from(text)].map((byte) => assembler.add(byte)).filter((piece) => piece !== '');
  return { pieces, rest: assembler.end() };
}

describe('PieceAssembler', () => {
  it('keeps the bytes of a character together', () => {
    expect(piecesOf('é€😀a')).toEqual({ pieces: ['é', '€', '😀', 'a'], rest: '' });
  });

  it('drops a character whose end never comes', () => {
    const cut = Buffer.from('ok😀').subarray(0, 5);
    expect(piecesOf(cut)).toEqual({ pieces: ['o', 'k'], rest: '' });
  });

  it('passes on bytes that are no character at all', () => {
    const { pieces } = piecesOf(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x61]));
    expect(pieces.join('')).toMatch(/\uFFFD+a$/u);
  });

  it('hands over the tokens before a piece', () => {
    const seen: (readonly number[])[] = [];
    const assembler = new PieceAssembler<number>((tokens, before) => {
      seen.push(before);
      return bytesToText(tokens);
    });
    for (const byte of Buffer.from('abcde')) assembler.add(byte);
    expect(seen.at(-1)).toEqual([...Buffer.from('bcd')]);
  });
});
