import { describe, expect, it } from 'vitest';
import { readPackages } from './read-packages.ts';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': {
      version: '1.0.0',
      license: 'MIT',
      resolved: 'https://registry.example/a',
      dependencies: { b: '*', c: '*' },
    },
    'node_modules/b': { version: '1.0.0', dev: true },
    'node_modules/a/node_modules/b': { version: '2.0.0', license: { type: 'ISC' } },
    'node_modules/@s/c': { version: '3.0.0', dependencies: { b: '*' } },
    'node_modules/linked': { link: true },
  },
};

describe('readPackages', () => {
  it('lists what is installed, each with the version Node would load for it', () => {
    const packages = readPackages(JSON.stringify(lock));
    expect(packages.map(({ name, version, dependencies }) => [name, version, dependencies])).toEqual([
      ['@s/c', '3.0.0', ['pkg:npm/b@1.0.0']],
      ['a', '1.0.0', ['pkg:npm/b@2.0.0']],
      ['b', '1.0.0', []],
      ['b', '2.0.0', []],
    ]);
  });

  it('tells nothing of where packages came from, and no licence that is not a word', () => {
    const text = JSON.stringify(readPackages(JSON.stringify(lock)));
    expect(text).not.toContain('registry.example');
    expect(readPackages(JSON.stringify(lock)).map(({ licence }) => licence)).toEqual([null, 'MIT', null, null]);
  });
});
