import { createCipheriv, createDecipheriv } from 'node:crypto';
import { PrivacyError } from './privacy-error.ts';
import { takeRandomBytes } from './random-bytes.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Closes bytes under a 256-bit key: `nonce ‖ ciphertext ‖ tag`, AES-256-GCM (NIST SP 800-38D).
 *
 * @param place table and row the box belongs to, as additional authenticated data: a box moved elsewhere does not open
 */
export function closeBytes(key: Buffer, place: string, bytes: Buffer): Buffer {
  const nonce = takeRandomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws {PrivacyError} `box-damaged` when key, place or bytes are not those it was closed with */
export function openBytes(key: Buffer, place: string, box: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(box.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new PrivacyError('box-damaged', 'Cannot open a protected value: it was changed or belongs elsewhere', {
      cause: error,
    });
  }
}

/** {@link openBytes} where another key is one of the answers: undefined in place of `box-damaged`. */
export function openOrNothing(key: Buffer, place: string, box: Buffer): Buffer | undefined {
  try {
    return openBytes(key, place, box);
  } catch (error) {
    if (error instanceof PrivacyError && error.code === 'box-damaged') return undefined;
    throw error;
  }
}

/** {@link closeBytes} for a text. */
export function closeBox(key: Buffer, place: string, value: string): Buffer {
  return closeBytes(key, place, Buffer.from(value, 'utf8'));
}

/** {@link openBytes} for a text. @throws {PrivacyError} `box-damaged` */
export function openBox(key: Buffer, place: string, box: Buffer): string {
  return openBytes(key, place, box).toString('utf8');
}
