import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { AuditError } from './audit-error.ts';
import { toBase64 } from './base64.ts';
import { keyIdOf, keyNamePattern, signatureTypes, toHex, toSignatureLine } from './note-verifier.ts';

export interface NoteSigner {
  readonly name: string;
  /** Verifier key text: `name+keyid+base64(type || public key)`. */
  readonly vkey: string;
  /** The whole note: `text`, which ends in a newline, an empty line and one signature line. */
  sign(text: string): string;
}

/**
 * Signs notes with Ed25519 (C2SP signed-note).
 *
 * @throws {AuditError} `key-malformed` for a key of another kind or a name with spaces or plus signs
 */
export function createNoteSigner(keyName: string, privateKey: KeyObject): NoteSigner {
  const { keyId, vkey } = openSigningKey(keyName, privateKey, signatureTypes.ed25519);
  return {
    name: keyName,
    vkey,
    sign(text: string): string {
      const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
      return `${text}\n${toSignatureLine({ name: keyName, keyId, signature })}`;
    },
  };
}

/**
 * The id and the verifier key text of a key under a name.
 *
 * @param type what the key signs, one of {@link signatureTypes}
 * @throws {AuditError} `key-malformed` for a key of another kind or a name with spaces or plus signs
 */
export function openSigningKey(
  name: string,
  privateKey: KeyObject,
  type: number,
): { readonly keyId: Uint8Array; readonly vkey: string } {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new AuditError('key-malformed', `Cannot sign as "${name}": the key is no Ed25519 private key`);
  }
  if (!keyNamePattern.test(name)) {
    throw new AuditError('key-malformed', `Cannot sign as "${name}": a key name holds no spaces and no plus signs`);
  }
  const publicKey = rawPublicKey(privateKey);
  const keyId = keyIdOf(name, type, publicKey);
  const encodedKey = toBase64(Buffer.concat([Uint8Array.of(type), publicKey]));
  return { keyId, vkey: `${name}+${toHex(keyId)}+${encodedKey}` };
}

/** The 32 bytes of an Ed25519 public key (RFC 8032), from either half of the pair. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const { x } = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}
