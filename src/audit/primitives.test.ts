import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromBase64InBrowser, toBase64, toBase64InBrowser } from './base64.ts';
import { createSignatureCheck, hashByNoble, sha256, toNobleCheck } from './primitives.ts';
import { rawPublicKey } from './signed-note.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('sha256', () => {
  it('is the same in a browser', () => {
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        const expected = createHash('sha256').update(left).update(right).digest('hex');
        expect(Buffer.from(sha256(left, right)).toString('hex')).toBe(expected);
        expect(Buffer.from(hashByNoble(left, right)).toString('hex')).toBe(expected);
      }),
    );
  });
});

describe('base64', () => {
  it('is the same in a browser, refusals included', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.string({ unit: fc.constantFrom('A', 'Q', 'g', 'w', '+', '/', '=', '-', ' ', 'é'), maxLength: 8 }),
        (some, text) => {
          expect(toBase64InBrowser(some)).toBe(toBase64(some));
          expect([...(fromBase64InBrowser(toBase64(some)) ?? [])]).toEqual([...some]);
          expect(fromBase64InBrowser(text)?.toString()).toBe(fromBase64(text)?.join(','));
        },
      ),
    );
  });
});

describe('createSignatureCheck', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = rawPublicKey(privateKey);
  const message = randomBytes(90);
  const signature = sign(null, message, privateKey);

  it.each([
    ['Node', createSignatureCheck(key)],
    ['a browser', toNobleCheck(key)],
  ])('takes what the key signed and nothing else, in %s', (_where, isSigned) => {
    expect(isSigned(message, signature)).toBe(true);
    for (const at of [0, 31, 32, 63]) {
      const other = Uint8Array.from(signature);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(isSigned(message, other)).toBe(false);
    }
    expect(isSigned(message.subarray(1), signature)).toBe(false);
    expect(isSigned(message, signature.subarray(1))).toBe(false);
    expect(isSigned(message, new Uint8Array())).toBe(false);
  });

  it('takes no signature by a key that is no point, in a browser as in Node', () => {
    const none = new Uint8Array(32).fill(0xff);
    expect(createSignatureCheck(none)(message, signature)).toBe(false);
    expect(toNobleCheck(none)(message, signature)).toBe(false);
  });
});
