import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyVault } from '../../src/privacy/create-key-vault.ts';
import { readMasterKey } from '../../src/privacy/read-master-key.ts';
import { keyVaultContract } from './key-vault-contract.ts';

function givenFolder(): { readonly folder: string; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}

keyVaultContract('file', () => {
  const { folder, close } = givenFolder();
  const open = (name: string) => {
    readMasterKey(join(folder, name));
    return createKeyVault({ kind: 'file', file: join(folder, name) });
  };
  const again = () => open('master.key');
  return { vault: again(), again, other: () => open('other.key'), prepareNext: () => undefined, close };
});

keyVaultContract('passphrase', () => {
  const { folder, close } = givenFolder();
  const open = (name: string, phrase: string) => {
    writeFileSync(join(folder, name), phrase);
    return createKeyVault({ kind: 'passphrase', file: join(folder, name) });
  };
  return {
    vault: open('phrase', 'correct horse battery\n'),
    again: () => createKeyVault({ kind: 'passphrase', file: join(folder, 'phrase') }),
    other: () => open('other', 'correct horse batterz\n'),
    prepareNext: () => writeFileSync(join(folder, 'phrase.next'), 'another horse battery\n'),
    close,
  };
});

describe('the vault of a passphrase', () => {
  it.each([
    ['a file that is not there', undefined, 'vault-failed'],
    ['a passphrase anybody can guess', 'short\n', 'master-key-invalid'],
    ['an empty file', '', 'master-key-invalid'],
  ])('refuses %s', (_what, text, code) => {
    const { folder, close } = givenFolder();
    if (text !== undefined) writeFileSync(join(folder, 'phrase'), text);
    const vault = createKeyVault({ kind: 'passphrase', file: join(folder, 'phrase') });
    expect(() => vault.wrap(Buffer.alloc(32))).toThrow(expect.objectContaining({ code }));
    close();
  });
});

describe('the vault of a command', () => {
  it.each([
    ['is not there', '/nowhere/at-all'],
    ['fails', '/bin/false'],
    ['says nothing', '/bin/true'],
  ])('says so when the command %s', (_what, command) => {
    const vault = createKeyVault({ kind: 'command', command });
    expect(() => vault.wrap(Buffer.alloc(32))).toThrow(expect.objectContaining({ code: 'vault-failed' }));
    expect(() => vault.unwrap(Buffer.alloc(32))).toThrow(expect.objectContaining({ code: 'vault-failed' }));
  });

  it('keeps the secret of the file from everybody else', () => {
    const { folder, close } = givenFolder();
    readMasterKey(join(folder, 'master.key'));
    createKeyVault({ kind: 'file', file: join(folder, 'master.key') }).wrapNext(Buffer.alloc(32));
    expect(readdirSync(folder).sort()).toEqual(['master.key', 'master.key.next']);
    expect(readFileSync(join(folder, 'master.key.next'), 'utf8')).toHaveLength(45);
    close();
  });
});

const softhsm = '/usr/lib/softhsm/libsofthsm2.so';
const hasToken = existsSync(softhsm) && ['pkcs11-tool', 'softhsm2-util', 'openssl'].every((one) => isThere(one));
if (!hasToken) process.stdout.write('Skipping the PKCS#11 vault: it needs SoftHSM 2, OpenSC and openssl\n');

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** The command the documents show, on a software token. */
describe.skipIf(!hasToken)('a token behind PKCS#11', () => {
  const { folder, close } = givenFolder();
  const script = fileURLToPath(new URL('../../docs/vaults/pkcs11-vault.sh', import.meta.url));
  const token = (name: string): string => {
    const file = join(folder, `${name}.sh`);
    const settings = [
      `export SOFTHSM2_CONF='${join(folder, 'softhsm2.conf')}' PKCS11_MODULE='${softhsm}' PKCS11_TOKEN='${name}'`,
      `export PKCS11_PIN_FILE='${join(folder, 'pin')}'`,
    ];
    writeFileSync(file, ['#!/bin/sh', ...settings, `exec '${script}' "$@"`, ''].join('\n'), { mode: 0o700 });
    return file;
  };
  const openToken = (name: string) => createKeyVault({ kind: 'command', command: token(name) });
  beforeAll(() => {
    mkdirSync(join(folder, 'tokens'));
    writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\n`);
    writeFileSync(join(folder, 'pin'), '87654321');
    const env = { ...process.env, SOFTHSM2_CONF: join(folder, 'softhsm2.conf') };
    for (const name of ['confidant', 'other']) {
      const made = ['--init-token', '--free', '--label', name, '--so-pin', '12345678', '--pin', '87654321'];
      execFileSync('softhsm2-util', made, { env, stdio: 'ignore' });
      const login = ['--module', softhsm, '--token-label', name, '--login', '--pin', '87654321'];
      const pair = ['--keypairgen', '--key-type', 'rsa:2048', '--label', 'confidant'];
      execFileSync('pkcs11-tool', [...login, ...pair], { env, stdio: 'ignore' });
    }
  }, 60_000);
  afterAll(close);

  keyVaultContract('command, PKCS#11', () => {
    return {
      vault: openToken('confidant'),
      again: () => openToken('confidant'),
      other: () => openToken('other'),
      prepareNext: () => undefined,
      close: () => undefined,
    };
  });

  it('is not taken for another key when the PIN is wrong', () => {
    const vault = openToken('confidant');
    const wrapped = vault.wrap(Buffer.alloc(32));
    writeFileSync(join(folder, 'pin'), '00000000');
    expect(() => vault.unwrap(wrapped)).toThrow(expect.objectContaining({ code: 'vault-failed' }));
    writeFileSync(join(folder, 'pin'), '87654321');
    expect(vault.unwrap(wrapped)).toEqual(Buffer.alloc(32));
  }, 30_000);
});
