import { createPrivateKey } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateLogKey } from '../audit/checkpoint.ts';
import { createNoteSigner } from '../audit/signed-note.ts';
import { openErasureList, readErasureList } from './erasure-list.ts';

const { name, privateKeyPem, vkey } = generateLogKey();
const signer = createNoteSigner(name, createPrivateKey(privateKeyPem));

function certificate(id: string): string {
  return signer.sign(`confidant.erasure/v1\n${JSON.stringify({ id, subject: `s_${id}`, erasedAt: 'then' })}\n`);
}

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'erasures-'));
  file = join(folder, 'erasures.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const subjects = (): readonly string[] => readErasureList(file, vkey).map(({ subject }) => subject);

describe('the list of erasures', () => {
  it('holds each certificate once', () => {
    openErasureList(file).add([certificate('1')]);
    openErasureList(file).add([certificate('1'), certificate('2')]);
    expect(subjects()).toEqual(['s_1', 's_2']);
  });

  it('goes on after a line that a stop cut off, wherever it was cut', () => {
    openErasureList(file).add([certificate('1')]);
    const whole = readFileSync(file, 'utf8');
    for (let cut = 1; cut < whole.length; cut += 17) {
      writeFileSync(file, whole);
      appendFileSync(file, whole.slice(0, cut));
      expect(subjects()).toEqual(['s_1']);
      openErasureList(file).add([certificate('2')]);
      expect(subjects()).toEqual(['s_1', 's_2']);
    }
  });

  it('goes on after a line that was written in part while it was open', () => {
    const list = openErasureList(file);
    list.add([certificate('1')]);
    const whole = readFileSync(file, 'utf8');
    rmSync(file);
    mkdirSync(file);
    expect(() => list.add([certificate('2')])).toThrow(expect.objectContaining({ code: 'EISDIR' }));
    rmdirSync(file);
    writeFileSync(file, whole + whole.slice(0, 40));
    list.add([certificate('2'), certificate('3')]);
    expect(subjects()).toEqual(['s_1', 's_2', 's_3']);
  });

  it('takes no certificate of another key, and none of another kind', () => {
    const { privateKeyPem: other } = generateLogKey();
    const foreign = createNoteSigner(name, createPrivateKey(other)).sign(
      'confidant.erasure/v1\n{"id":"1","subject":"s_1"}\n',
    );
    for (const note of [foreign, signer.sign('confidant.backup/v1\nab\n')]) {
      writeFileSync(file, `${JSON.stringify({ note })}\n`);
      expect(() => readErasureList(file, vkey)).toThrow(expect.objectContaining({ code: 'erasures-invalid' }));
    }
  });
});
