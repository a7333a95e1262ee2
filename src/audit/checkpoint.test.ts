import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCheckpointSigner, generateLogKey, toLogName } from './checkpoint.ts';
import { parseCheckpoint, verifyCheckpoint } from './checkpoint-verifier.ts';
import { emptyRoot, leafHash } from './merkle-tree.ts';
import { createNoteSigner } from './signed-note.ts';

const key = generateLogKey();
const privateKey = createPrivateKey(key.privateKeyPem);
const signer = createCheckpointSigner({ name: key.name, privateKey });
const root = leafHash(Buffer.from('entry'));
const text = signer.sign(1, root);

function note(body: string): string {
  return createNoteSigner(key.name, privateKey).sign(body);
}

describe('generateLogKey', () => {
  it('names the log after its key and gives the key that verifies it', () => {
    expect(key.name).toMatch(/^confidant\/[0-9a-f]{8}$/);
    expect(toLogName(privateKey)).toBe(key.name);
    expect(key.vkey).toBe(signer.vkey);
    expect(key.vkey).not.toContain(key.privateKeyPem.split('\n')[1]);
  });
});

describe('verifyCheckpoint', () => {
  it('gives back what was signed, at any size', () => {
    for (const size of [0, 1, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      const hash = size === 0 ? emptyRoot : root;
      const verdict = verifyCheckpoint(signer.sign(size, hash), key.vkey);
      expect(verdict).toEqual({ kind: 'verified', checkpoint: { origin: key.name, size, root: hash } });
    }
  });

  it('refuses the checkpoint once any of its bytes is changed', () => {
    const bytes = Buffer.from(text, 'utf8');
    for (const [place, byte] of bytes.entries()) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[place] = byte ^ bit;
        expect(verifyCheckpoint(changed.toString('utf8'), key.vkey).kind).toBe('refused');
      }
    }
  });

  it('refuses the key of another log and a key that is none', () => {
    expect(verifyCheckpoint(text, generateLogKey().vkey)).toEqual({ kind: 'refused', code: 'signature-missing' });
    expect(verifyCheckpoint(text, 'no key')).toEqual({ kind: 'refused', code: 'key-malformed' });
  });

  it('refuses another origin under the same key', () => {
    const foreign = note(`other\n1\n${Buffer.from(root).toString('base64')}\n`);
    expect(verifyCheckpoint(foreign, key.vkey)).toEqual({ kind: 'refused', code: 'origin-mismatch' });
  });
});

describe('parseCheckpoint', () => {
  const encoded = Buffer.from(root).toString('base64');

  it('accepts extension lines and ignores them', () => {
    expect(parseCheckpoint(note(`${key.name}\n7\n${encoded}\nextension\n`)).size).toBe(7);
  });

  it('refuses sizes and roots in any other spelling', () => {
    const bodies = [
      `${key.name}\n07\n${encoded}\n`,
      `${key.name}\n-1\n${encoded}\n`,
      `${key.name}\n1e3\n${encoded}\n`,
      `${key.name}\n9007199254740992\n${encoded}\n`,
      `${key.name}\n\n${encoded}\n`,
      `\n7\n${encoded}\n`,
      `${key.name}\n7\n${encoded.slice(0, -4)}\n`,
      `${key.name}\n7\n${encoded.replace('=', '')}\n`,
      `${key.name}\n7\n`,
      `${key.name}\n7\n${encoded}\n\nextension\n`,
    ];
    for (const body of bodies) {
      expect(() => parseCheckpoint(note(body))).toThrow(expect.objectContaining({ code: 'checkpoint-malformed' }));
    }
  });
});

describe('createCheckpointSigner', () => {
  it('keeps the private key out of its fault', () => {
    const options = { name: 'a name', privateKey };
    expect(() => createCheckpointSigner(options)).toThrow(expect.objectContaining({ code: 'key-malformed' }));
    expect(() => createCheckpointSigner(options)).not.toThrow(key.privateKeyPem.split('\n')[1]);
  });
});
