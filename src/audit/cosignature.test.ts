import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCosignatureVerifier } from './cosignature-verifier.ts';
import { createCosigner, generateWitnessKey } from './cosigner.ts';
import { parseSignedNote } from './note-verifier.ts';

// Made with the Go package github.com/transparency-dev/formats/note, which other logs cosign with, from this seed.
const seed = Buffer.from('gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=', 'base64');
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der',
  type: 'pkcs8',
});
const text = 'confidant/0badf00d\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const time = 1_795_302_243;
const line =
  '— witness.example/w1 zJpwRAAAAABrAiNj89riVd7aWBLs2f9aLkwpa1YB/OYxLPiyITUqL63lsCjcmJuPKlb9kAldBdgkHrYW5Q7XydyEK6aw4Q6ZhHlRBQ==\n';
const logLine = `— log ${Buffer.alloc(68, 7).toString('base64')}\n`;

const cosigner = createCosigner('witness.example/w1', privateKey);
const verifier = createCosignatureVerifier(cosigner.vkey);
const verify = (note: string) => verifier.verify(parseSignedNote(note));

describe('createCosigner', () => {
  it('cosigns byte for byte as the reference does, below the lines that are there', () => {
    expect(cosigner.vkey).toMatch(/^witness\.example\/w1\+cc9a7044\+/);
    expect(cosigner.cosign(`${text}\n${logLine}`, time)).toBe(`${text}\n${logLine}${line}`);
  });

  it('refuses other kinds of keys and names that would break the line', () => {
    const malformed = expect.objectContaining({ code: 'key-malformed' });
    expect(() => createCosigner('w', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toThrow(malformed);
    expect(() => createCosigner('a b', privateKey)).toThrow(malformed);
  });
});

describe('createCosignatureVerifier', () => {
  it('verifies what the reference cosigned, and says when', () => {
    const verdict = verify(`${text}\n${logLine}${line}`);
    expect(verdict).toMatchObject({ kind: 'verified', cosignature: { time } });
    expect(verifier).toMatchObject({ name: 'witness.example/w1', id: 'witness.example/w1+cc9a7044' });
  });

  it('answers the latest of several, and needs each to be right', () => {
    const twice = cosigner.cosign(`${text}\n${line}`, time + 60);
    expect(verify(twice)).toMatchObject({ cosignature: { time: time + 60 } });
    const other = cosigner.cosign(`another text\n\n${logLine}`, time).split('\n').at(-2);
    expect(verify(`${text}\n${line}${other}\n`)).toEqual({ kind: 'refused', code: 'cosignature-invalid' });
  });

  it('passes over lines of others, also of the same key as a log has it', () => {
    const stranger = createCosigner('witness.example/w1', createPrivateKey(generateWitnessKey()));
    for (const note of [`${text}\n${logLine}`, stranger.cosign(`${text}\n${logLine}`, time)]) {
      expect(verify(note)).toEqual({ kind: 'refused', code: 'cosignature-missing' });
    }
  });

  it('refuses another text, another time and a signature of another length', () => {
    const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    const withByte = (at: number) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed;
    };
    // A time beyond what a double holds stands in the first bytes after the key id.
    const lines = [withByte(4), withByte(11), withByte(12), withByte(75), bytes.subarray(0, -1), bytes.subarray(0, 8)];
    const notes = lines.map((one) => `${text}\n— witness.example/w1 ${one.toString('base64')}\n`);
    for (const note of [...notes, `${text.replace('20852163', '20852164')}\n${line}`]) {
      expect(verify(note)).toEqual({ kind: 'refused', code: 'cosignature-invalid' });
    }
  });

  it('refuses the key of a log, which signs something else', () => {
    const key = Buffer.from(cosigner.vkey.split('+')[2] ?? '', 'base64');
    key[0] = 1;
    expect(() => createCosignatureVerifier(`witness.example/w1+cc9a7044+${key.toString('base64')}`)).toThrow(
      expect.objectContaining({ code: 'key-malformed' }),
    );
  });
});
