import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCatalogue } from './catalogue.ts';
import { ModelError } from './model-error.ts';

const HASH = 'a'.repeat(64);

function catalogueWith(change: (text: string) => string): string {
  return change(`version: 1
models:
  - id: tiny
    role: text
    licence: MIT
    description: A model
    default: true
    memoryMb: 10
    hardware: Any
    files:
      - { path: tiny.gguf, sha256: ${HASH}, bytes: 4 }
    sources:
      - kind: hub
        repo: owner/tiny
        files: { tiny.gguf: tiny.gguf }
`);
}

function mistakesOf(text: string): { code: string; lines: string[] } {
  try {
    parseCatalogue(text, 'c.yaml');
  } catch (error) {
    if (error instanceof ModelError) return { code: error.code, lines: error.message.split('\n') };
    throw error;
  }
  throw new Error('the catalogue was accepted');
}

describe('parseCatalogue', () => {
  it('accepts the catalogue that ships, with one default model a role', () => {
    const { models } = parseCatalogue(readFileSync('models/catalogue.yaml', 'utf8'), 'models/catalogue.yaml');

    expect(models.filter((model) => model.default).map(({ id, role }) => [id, role])).toEqual([
      ['smollm2-135m-instruct-q4_1', 'text'],
      ['all-minilm-l6-v2-int8', 'embed'],
      ['confidant-names-int8', 'tokens'],
    ]);
    expect(models.every((model) => ['Apache-2.0', 'MIT'].includes(model.licence))).toBe(true);
  });

  it('fills in the hub and the revision', () => {
    const catalogue = parseCatalogue(
      catalogueWith((text) => text),
      'c.yaml',
    );
    expect(catalogue.hub).toMatch(/^https:/);
    expect(catalogue.models[0]?.sources[0]).toMatchObject({ revision: 'main' });
  });

  it.each<[string, (text: string) => string, string]>([
    ['a value of the wrong type', (text) => text.replace('memoryMb: 10', 'memoryMb: lots'), 'c.yaml:8:15'],
    ['an unknown key', (text) => text.replace('hardware: Any', 'hardware: Any\n    colour: red'), 'c.yaml:10:13'],
    ['a missing key, at its parent', (text) => text.replace('    licence: MIT\n', ''), 'c.yaml:3:5'],
    ['broken YAML', (text) => text.replace('role: text', 'role: [text'), 'c.yaml:5:5'],
    ['a hash that is none', (text) => text.replace(HASH, 'abc'), 'c.yaml:11:36'],
    ['a path that leaves the folder', (text) => text.replaceAll('tiny.gguf', '../tiny.gguf'), 'c.yaml:11:17'],
    ['an id that is a folder of other things', (text) => text.replace('id: tiny', 'id: configs'), 'c.yaml:3:9'],
    ['an artifact that is an option', (text) => text.replace('owner/tiny', '-owner/tiny'), 'c.yaml:14:15'],
    [
      'a default model without a hash',
      (text) => text.replace(`${HASH}, bytes: 4`, 'null, bytes: null'),
      'c.yaml:11:36',
    ],
    ['a file no source offers', (text) => text.replace('{ tiny.gguf: ', '{ other.gguf: '), 'c.yaml:11:17'],
    ['weights that do not come first', (text) => text.replaceAll('tiny.gguf', 'tiny.txt'), 'c.yaml:11:17'],
  ])('names the place of %s', (_, change, position) => {
    const { code, lines } = mistakesOf(catalogueWith(change));
    expect(code).toBe('catalogue-invalid');
    expect(lines.map((line) => line.split(' ')[0])).toContain(position);
  });

  it('refuses the same id twice, and two defaults of a role', () => {
    const text = catalogueWith((one) => one + one.slice(one.indexOf('  - id')));
    expect(mistakesOf(text).lines.map((line) => line.split(' ')[0])).toEqual(['c.yaml:16:9', 'c.yaml:20:14']);
  });

  it('refuses an alias bomb', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [${'*a, '.repeat(9)}]\nc: &c [${'*b, '.repeat(9)}]\nd: [${'*c, '.repeat(9)}]\n`;
    expect(mistakesOf(bomb).code).toBe('catalogue-invalid');
  });
});
