import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createNoteVerifier, parseSignedNote } from './note-verifier.ts';
import { createNoteSigner } from './signed-note.ts';

// The example of the Go package golang.org/x/mod/sumdb/note, the format's reference.
const seed = Buffer.from('gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=', 'base64');
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const signatureLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

function keyOf(raw: Uint8Array): KeyObject {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), raw]);
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

describe('createNoteSigner', () => {
  it('signs byte for byte as the reference does', () => {
    const signer = createNoteSigner('PeterNeumann', keyOf(seed));
    expect(signer.vkey).toBe(vkey);
    expect(signer.sign(text)).toBe(`${text}\n${signatureLine}`);
  });

  it('refuses other kinds of keys and names that would break the line', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const malformed = expect.objectContaining({ code: 'key-malformed' });
    expect(() => createNoteSigner('log', other)).toThrow(malformed);
    expect(() => createNoteSigner('log', publicKey)).toThrow(malformed);
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b'])
      expect(() => createNoteSigner(name, privateKey)).toThrow(malformed);
  });
});

describe('createNoteVerifier', () => {
  const verifier = createNoteVerifier(vkey);

  it('verifies the reference note', () => {
    expect(verifier.verify(parseSignedNote(`${text}\n${signatureLine}`))).toEqual({ kind: 'verified' });
  });

  it('ignores signatures of strangers and needs one of its own', () => {
    const stranger = createNoteSigner('witness.example', generateKeyPairSync('ed25519').privateKey);
    const strange = stranger.sign(text);
    const line = strange.slice(text.length + 1);
    expect(verifier.verify(parseSignedNote(`${text}\n${line}${signatureLine}`)).kind).toBe('verified');
    expect(verifier.verify(parseSignedNote(strange))).toEqual({ kind: 'refused', code: 'signature-missing' });
  });

  it('refuses the note when one signature that claims to be its own is wrong', () => {
    const impostor = createNoteSigner('PeterNeumann', keyOf(seed))
      .sign('other text\n')
      .slice('other text\n'.length + 1);
    const note = parseSignedNote(`${text}\n${signatureLine}${impostor}`);
    expect(verifier.verify(note)).toEqual({ kind: 'refused', code: 'signature-invalid' });
  });

  it('refuses verifier keys whose id, type or length is wrong', () => {
    const wrong = [
      vkey.replace('c74f20a3', 'c74f20a4'),
      vkey.replace('ARpc', 'AhpC'),
      vkey.slice(0, -4),
      vkey.replace('PeterNeumann', 'Peter Neumann'),
      vkey.toUpperCase(),
      '',
    ];
    for (const key of wrong) {
      expect(() => createNoteVerifier(key)).toThrow(expect.objectContaining({ code: 'key-malformed' }));
    }
  });
});

describe('parseSignedNote', () => {
  it('takes the last empty line as the border', () => {
    const note = parseSignedNote(`one\n\ntwo\n\n${signatureLine}`);
    expect(note.text).toBe('one\n\ntwo\n');
    expect(note.signatures).toHaveLength(1);
  });

  it('refuses anything that is not lines of text over signature lines', () => {
    const broken = [
      '',
      text,
      `${text}\n`,
      `${text}\n${signatureLine.slice(0, -1)}`,
      `${text}\n${signatureLine}trailing`,
      `${text}\n${signatureLine.replace('— ', '- ')}`,
      `${text}\n${signatureLine.replace('=\n', '\n')}`,
      `${text}\n${signatureLine.replace('nAM=', 'nAN=')}`,
      `tab\there\n\n${signatureLine}`,
      `half \ud800 pair\n\n${signatureLine}`,
      `windows\r\n\n${signatureLine}`,
      `${text}\n${signatureLine.repeat(65)}`,
    ];
    for (const note of broken) {
      expect(() => parseSignedNote(note)).toThrow(expect.objectContaining({ code: 'note-malformed' }));
    }
  });
});
