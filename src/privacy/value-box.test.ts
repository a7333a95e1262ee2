import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeBox, closeBytes, openBox, openBytes } from './value-box.ts';

const key = randomBytes(32);
const place = 'vault/c_1/[IBAN_1]';

function codeOf(open: () => string): unknown {
  try {
    return open();
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

describe('a value box', () => {
  it('gives any text back character by character', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(fc.property(text, text, (value, where) => openBox(key, where, closeBox(key, where, value)) === value));
  });

  it('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) =>
        openBytes(key, place, closeBytes(key, place, Buffer.from(bytes))).equals(bytes),
      ),
    );
  });

  it('never closes the same value to the same bytes', () => {
    const boxes = Array.from({ length: 100 }, () => closeBox(key, place, 'same').toString('hex'));
    expect(new Set(boxes).size).toBe(100);
  });

  it('holds nothing of the value in clear', () => {
    expect(closeBox(key, place, 'DE89370400440532013000').includes('DE89')).toBe(false);
  });

  it('does not open with another key', () => {
    const box = closeBox(key, place, 'value');
    expect(codeOf(() => openBox(randomBytes(32), place, box))).toBe('box-damaged');
  });

  it('does not open in another place', () => {
    const box = closeBox(key, place, 'value');
    for (const other of ['', 'vault/c_1/[IBAN_2]', 'vault/c_2/[IBAN_1]', `${place} `]) {
      expect(codeOf(() => openBox(key, other, box))).toBe('box-damaged');
    }
  });

  it('does not open with any one bit flipped', () => {
    const box = closeBox(key, place, 'a value of some length');
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const flipped = Buffer.from(box);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(codeOf(() => openBox(key, place, flipped))).toBe('box-damaged');
    }
  });

  it('does not open cut short, lengthened or empty', () => {
    const box = closeBox(key, place, 'value');
    for (let length = 0; length < box.length; length += 1) {
      expect(codeOf(() => openBox(key, place, box.subarray(0, length)))).toBe('box-damaged');
    }
    expect(codeOf(() => openBox(key, place, Buffer.concat([box, Buffer.alloc(1)])))).toBe('box-damaged');
  });
});
