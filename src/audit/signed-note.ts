import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { AuditError } from './audit-error.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { isSameHash } from './merkle-tree.ts';
import { refused, type Verdict, verified } from './verdict.ts';

/** Signature type of Ed25519 over the note text (C2SP signed-note, "Signature types"). */
const ed25519 = 0x01;
const keyIdLength = 4;
const publicKeyLength = 32;
/** The format asks for at least 16, so that witnesses can add theirs. */
const mostSignatures = 64;

const keyNamePattern = /^[^\s\u0085+]+$/u;
const signatureLinePattern = /^— ([^\s\u0085+]+) ([A-Za-z0-9+/=]+)$/u;
/** ASCII control characters but the newline, and half surrogate pairs, which are no UTF-8. */
const forbiddenCharacters = /[\p{Surrogate}]|[^\P{Cc}\n\u007f-\u009f]/u;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A text, its last newline included, and the signatures under it, none of them checked. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSigner {
  readonly name: string;
  /** Verifier key text: `name+keyid+base64(type || public key)`. */
  readonly vkey: string;
  /** The whole note: `text`, which ends in a newline, an empty line and one signature line. */
  sign(text: string): string;
}

export interface NoteVerifier {
  readonly name: string;
  /** At least one signature is by this key, and every one that says so is right. */
  verify(note: SignedNote): Verdict;
}

/**
 * Signs notes with Ed25519 (C2SP signed-note).
 *
 * @throws {AuditError} `key-malformed` for a key of another kind or a name with spaces or plus signs
 */
export function createNoteSigner(keyName: string, privateKey: KeyObject): NoteSigner {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new AuditError('key-malformed', `Cannot sign as "${keyName}": the key is no Ed25519 private key`);
  }
  if (!keyNamePattern.test(keyName)) {
    throw new AuditError('key-malformed', `Cannot sign as "${keyName}": a key name holds no spaces and no plus signs`);
  }
  const publicKey = rawPublicKey(privateKey);
  const keyId = keyIdOf(keyName, publicKey);
  const encodedKey = toBase64(Buffer.concat([Uint8Array.of(ed25519), publicKey]));
  return {
    name: keyName,
    vkey: `${keyName}+${Buffer.from(keyId).toString('hex')}+${encodedKey}`,
    sign(text: string): string {
      const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
      return `${text}\n— ${keyName} ${toBase64(Buffer.concat([keyId, signature]))}\n`;
    },
  };
}

/**
 * Reads a verifier key in C2SP text form.
 *
 * @throws {AuditError} `key-malformed`
 */
export function createNoteVerifier(vkey: string): NoteVerifier {
  const [, keyName, id, encoded] = /^([^\s\u0085+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey.trim()) ?? [];
  const key = encoded === undefined ? undefined : fromBase64(encoded);
  if (keyName === undefined || key?.length !== 1 + publicKeyLength || key[0] !== ed25519) {
    throw new AuditError('key-malformed', 'Cannot read verifier key: it is not "name+keyid+base64" of an Ed25519 key');
  }
  const keyId = keyIdOf(keyName, key.subarray(1));
  if (Buffer.from(keyId).toString('hex') !== id) {
    throw new AuditError('key-malformed', `Cannot read verifier key "${keyName}": its id is not that of the key`);
  }
  const publicKey = toPublicKey(key.subarray(1));
  return {
    name: keyName,
    verify(note: SignedNote): Verdict {
      const own = note.signatures.filter((line) => line.name === keyName && isSameHash(line.keyId, keyId));
      if (own.length === 0) return refused('signature-missing');
      const text = Buffer.from(note.text, 'utf8');
      return own.every((line) => verify(null, text, publicKey, line.signature))
        ? verified
        : refused('signature-invalid');
    },
  };
}

/**
 * Splits a note into text and signatures.
 *
 * @see C2SP signed-note
 * @throws {AuditError} `note-malformed`
 */
export function parseSignedNote(note: string): SignedNote {
  const border = note.lastIndexOf('\n\n');
  if (border < 0 || !note.endsWith('\n') || forbiddenCharacters.test(note)) {
    throw new AuditError('note-malformed', 'Cannot read signed note: text and signatures are not lines of plain text');
  }
  const lines = note.slice(border + 2, -1).split('\n');
  if (lines.length > mostSignatures) {
    throw new AuditError('note-malformed', `Cannot read signed note: it has ${lines.length} signatures`);
  }
  return { text: note.slice(0, border + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): NoteSignature {
  const [, keyName, encoded] = signatureLinePattern.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (keyName === undefined || bytes === undefined || bytes.length <= keyIdLength) {
    throw new AuditError('note-malformed', 'Cannot read signed note: a signature line is not "— name base64"');
  }
  return { name: keyName, keyId: bytes.subarray(0, keyIdLength), signature: bytes.subarray(keyIdLength) };
}

/** The 32 bytes of an Ed25519 public key (RFC 8032), from either half of the pair. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const { x } = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

function toPublicKey(raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function keyIdOf(keyName: string, publicKey: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(`${keyName}\n`, 'utf8').update(Uint8Array.of(ed25519)).update(publicKey);
  return hash.digest().subarray(0, keyIdLength);
}
