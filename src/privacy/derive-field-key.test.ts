import { hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveFieldKey, wipeDataKey } from './derive-field-key.ts';

describe('deriveFieldKey', () => {
  it('is HKDF-SHA-256 of data key and purpose', () => {
    const key = randomBytes(32);
    const expected = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'confidant field turns.view', 32));
    expect(deriveFieldKey(key, 'turns.view')).toEqual(expected);
    expect(deriveFieldKey(Buffer.from(key), 'turns.view')).toEqual(expected);
  });

  it('gives every purpose and every data key a key of its own', () => {
    const [one, two] = [randomBytes(32), randomBytes(32)];
    const keys = [one, deriveFieldKey(one, 'a'), deriveFieldKey(one, 'b'), deriveFieldKey(two, 'a')];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4);
  });

  it('is wiped with its data key', () => {
    const key = randomBytes(32);
    const subkey = deriveFieldKey(key, 'a');
    wipeDataKey(key);
    expect([key, subkey]).toEqual([Buffer.alloc(32), Buffer.alloc(32)]);
  });
});
