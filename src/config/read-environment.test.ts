import { describe, expect, it } from 'vitest';
import { readEnvironment } from './read-environment.ts';

describe('the vault of the master key', () => {
  it.each([
    [{}, { kind: 'file' }],
    [{ CONFIDANT_KEY_VAULT: 'file', CONFIDANT_KEY_COMMAND: '/opt/vault' }, { kind: 'file' }],
    [
      { CONFIDANT_KEY_VAULT: 'passphrase', CONFIDANT_KEY_PASSPHRASE_FILE: '/run/phrase' },
      { kind: 'passphrase', file: '/run/phrase' },
    ],
    [
      { CONFIDANT_KEY_VAULT: 'command', CONFIDANT_KEY_COMMAND: '/opt/vault' },
      { kind: 'command', command: '/opt/vault' },
    ],
  ])('is what the environment says: %j', (variables, expected) => {
    expect(readEnvironment(variables).keyVault).toEqual(expected);
  });

  it.each([
    { CONFIDANT_KEY_VAULT: 'passphrase' },
    { CONFIDANT_KEY_VAULT: 'command' },
    { CONFIDANT_KEY_VAULT: 'cloud' },
  ])('is refused where it is unknown or lacks its setting: %j', (variables) => {
    expect(() => readEnvironment(variables)).toThrow(expect.objectContaining({ code: 'environment-invalid' }));
  });
});
