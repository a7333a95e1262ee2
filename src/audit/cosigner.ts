import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { cosignedMessage } from './cosignature-verifier.ts';
import { parseSignedNote, signatureTypes, toSignatureLine } from './note-verifier.ts';
import { openSigningKey } from './signed-note.ts';

export interface Cosigner {
  readonly name: string;
  /** Verifier key text of type 0x04, for whoever trusts this witness. */
  readonly vkey: string;
  /**
   * The note with a cosignature below its other signatures. Whoever calls this has seen that the checkpoint goes with every
   * earlier one.
   *
   * @param seconds since 1970
   * @throws {AuditError} `note-malformed`
   */
  cosign(note: string, seconds: number): string;
}

/**
 * Signs as a witness. A key signs as one witness alone: the message does not name it.
 *
 * @see https://c2sp.org/tlog-cosignature
 * @throws {AuditError} `key-malformed` for a key of another kind or a name with spaces or plus signs
 */
export function createCosigner(name: string, privateKey: KeyObject): Cosigner {
  const { keyId, vkey } = openSigningKey(name, privateKey, signatureTypes.cosignature);
  return {
    name,
    vkey,
    cosign(note, seconds) {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const signature = sign(null, cosignedMessage(parseSignedNote(note).text, seconds), privateKey);
      return `${note}${toSignatureLine({ name, keyId, signature: Buffer.concat([time, signature]) })}`;
    },
  };
}

/** A fresh key for a fresh witness, PKCS #8 in PEM: a secret of the machine that watches. */
export function generateWitnessKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
