import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { toBase64 } from './base64.ts';
import { createNoteSigner, rawPublicKey } from './signed-note.ts';

export interface CheckpointSigner {
  readonly name: string;
  /** The verifier key, one line, for kiosks and auditors. */
  readonly vkey: string;
  /** The signed note that commits to the tree of `size` leaves. The same tree always gives the same text. */
  sign(size: number, root: Uint8Array): string;
}

export interface CheckpointSignerOptions {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/**
 * @throws {AuditError} `key-malformed` for a key that is no Ed25519 private key, or a name that holds spaces or plus signs
 */
export function createCheckpointSigner({ name, privateKey }: CheckpointSignerOptions): CheckpointSigner {
  const signer = createNoteSigner(name, privateKey);
  return {
    name,
    vkey: signer.vkey,
    sign(size: number, root: Uint8Array): string {
      return signer.sign(`${name}\n${size}\n${toBase64(root)}\n`);
    },
  };
}

/** `confidant/` and eight hex digits of the public key's hash: the origin line of a log signed by this key. */
export function toLogName(key: KeyObject): string {
  const digest = createHash('sha256').update(rawPublicKey(key)).digest('hex');
  return `confidant/${digest.slice(0, 8)}`;
}

/** A fresh key for a fresh log. `privateKeyPem` (PKCS #8) is the secret: it goes into a file only the appliance reads. */
export function generateLogKey(): { readonly name: string; readonly privateKeyPem: string; readonly vkey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const name = toLogName(privateKey);
  const { vkey } = createCheckpointSigner({ name, privateKey });
  return { name, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), vkey };
}
