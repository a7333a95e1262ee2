import { AuditError } from './audit-error.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { isSameHash } from './merkle-tree.ts';
import { createSignatureCheck, sha256 } from './primitives.ts';
import { refused, type Verdict, verified } from './verdict.ts';

/** Signature types of C2SP signed-note: Ed25519 over the note text, and over a timed statement about it. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const;
const keyIdLength = 4;
const utf8 = new TextEncoder();
const publicKeyLength = 32;
/** The format asks for at least 16, so that witnesses can add theirs. */
const mostSignatures = 64;

export const keyNamePattern = /^[^\s\u0085+]+$/u;
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

export interface NoteVerifier {
  readonly name: string;
  /** At least one signature is by this key, and every one that says so is right. */
  verify(note: SignedNote): Verdict;
}

/** A public key as verifier key text names it. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** 32 bytes, Ed25519. */
  readonly publicKey: Uint8Array;
}

/**
 * Reads a verifier key in C2SP text form.
 *
 * @param type what the key signs, one of {@link signatureTypes}
 * @throws {AuditError} `key-malformed`
 */
export function parseVerifierKey(vkey: string, type: number = signatureTypes.ed25519): VerifierKey {
  const [, name, id, encoded] = /^([^\s\u0085+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey.trim()) ?? [];
  const key = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || key?.length !== 1 + publicKeyLength || key[0] !== type) {
    throw new AuditError('key-malformed', 'Cannot read verifier key: it is not "name+keyid+base64" of an Ed25519 key');
  }
  const publicKey = key.subarray(1);
  const keyId = keyIdOf(name, type, publicKey);
  if (toHex(keyId) !== id) {
    throw new AuditError('key-malformed', `Cannot read verifier key "${name}": its id is not that of the key`);
  }
  return { name, keyId, publicKey };
}

/** Signature lines that name this key; nothing says that they are right. */
function linesOf(key: VerifierKey, { signatures }: SignedNote): readonly NoteSignature[] {
  return signatures.filter((line) => isVerifierKeyLine(key, line));
}

/** A line names a key by name and id. */
export function isVerifierKeyLine(key: VerifierKey, line: NoteSignature): boolean {
  return line.name === key.name && isSameHash(line.keyId, key.keyId);
}

/**
 * Prepares a key once for many notes.
 *
 * @throws {AuditError} `key-malformed`
 */
export function createNoteVerifier(vkey: string): NoteVerifier {
  const key = parseVerifierKey(vkey);
  const isSigned = createSignatureCheck(key.publicKey);
  return {
    name: key.name,
    verify(note: SignedNote): Verdict {
      const own = linesOf(key, note);
      if (own.length === 0) return refused('signature-missing');
      const text = utf8.encode(note.text);
      return own.every((line) => isSigned(text, line.signature)) ? verified : refused('signature-invalid');
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

/** The first bytes of the hash of name, type of signature and public key. */
export function keyIdOf(keyName: string, type: number, publicKey: Uint8Array): Uint8Array {
  return sha256(utf8.encode(`${keyName}\n`), Uint8Array.of(type), publicKey).subarray(0, keyIdLength);
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The note with one signature alone, by this key: other lines may say anything. @throws {AuditError} `note-malformed` */
export function toOwnNote(text: string, vkey: string): string {
  const note = parseSignedNote(text);
  const [own] = linesOf(parseVerifierKey(vkey), note);
  if (own === undefined) throw new AuditError('note-malformed', 'Cannot cut the note down: this key did not sign it');
  return `${note.text}\n${toSignatureLine(own)}`;
}

/** A line under a note, its newline included. */
export function toSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${toBase64(Uint8Array.of(...keyId, ...signature))}\n`;
}
