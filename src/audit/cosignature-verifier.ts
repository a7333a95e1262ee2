import {
  isVerifierKeyLine,
  type NoteSignature,
  parseVerifierKey,
  type SignedNote,
  signatureTypes,
  toHex,
} from './note-verifier.ts';
import { createSignatureCheck } from './primitives.ts';
import { type Refused, refused } from './verdict.ts';

// Runs in browsers as well as under Node; what it imports does too.

const utf8 = new TextEncoder();
const timeLength = 8;
const signatureLength = 64;

/** What a witness says of a checkpoint: at this time it was the largest tree of the log it had seen, all consistent. */
export interface Cosignature {
  /** Seconds since 1970, by the clock of the witness. */
  readonly time: number;
  readonly line: NoteSignature;
}

export type CosignatureVerdict = { readonly kind: 'verified'; readonly cosignature: Cosignature } | Refused;

export interface CosignatureVerifier {
  /** Name of the witness. */
  readonly name: string;
  /** Name and key id, as the verifier key begins. */
  readonly id: string;
  /** True for a line that names this key; nothing says that it is right. */
  isOwn(line: NoteSignature): boolean;
  /** At least one line is by this key, and every one that says so is right; answers the latest. */
  verify(note: SignedNote): CosignatureVerdict;
}

/**
 * Prepares the key of a witness for many checkpoints.
 *
 * @see https://c2sp.org/tlog-cosignature, of Ed25519: `timestamped_signature` of key type 0x04
 * @throws {AuditError} `key-malformed`
 */
export function createCosignatureVerifier(vkey: string): CosignatureVerifier {
  const key = parseVerifierKey(vkey, signatureTypes.cosignature);
  const isSigned = createSignatureCheck(key.publicKey);
  const isOwn = (line: NoteSignature): boolean => isVerifierKeyLine(key, line);

  function readCosignature(text: string, line: NoteSignature): Cosignature | undefined {
    const time = readTime(line.signature);
    if (time === undefined) return undefined;
    return isSigned(cosignedMessage(text, time), line.signature.subarray(timeLength)) ? { time, line } : undefined;
  }

  return {
    name: key.name,
    id: `${key.name}+${toHex(key.keyId)}`,
    isOwn,
    verify({ text, signatures }) {
      let latest: Cosignature | undefined;
      for (const line of signatures.filter(isOwn)) {
        const cosignature = readCosignature(text, line);
        if (cosignature === undefined) return refused('cosignature-invalid');
        if (latest === undefined || cosignature.time > latest.time) latest = cosignature;
      }
      return latest === undefined ? refused('cosignature-missing') : { kind: 'verified', cosignature: latest };
    },
  };
}

/** What is signed: `text` is the whole text of the checkpoint, its last newline included. */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return utf8.encode(`cosignature/v1\ntime ${time}\n${text}`);
}

/** The first 8 bytes, big-endian; more than a double holds exactly is no time. */
function readTime(signature: Uint8Array): number | undefined {
  if (signature.length !== timeLength + signatureLength) return undefined;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}
