import { describe, expect, it } from 'vitest';
import { policySchemas } from './policy-schema.ts';

const purpose = {
  id: 'remember-me',
  title: 'Remembering you',
  basis: 'consent',
  notice: { version: '1', text: { en: 'May we?' } },
  keepDays: 30,
};
const fact = { kind: 'preferred-language', purpose: 'remember-me', keepDays: 30, readers: ['agent'] };
const given = (differing: object) =>
  policySchemas.privacy.safeParse({ defaultCountry: 'US', basis: 'contract', ...differing });
const pathsOf = (differing: object) => given(differing).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('purposes and memory of privacy.yaml', () => {
  it('may be left out: then nothing is asked, remembered or exported', () => {
    expect(given({}).data).toMatchObject({ purposes: [], memory: { facts: [] } });
  });

  it('let no purpose be exported that does not say so', () => {
    expect(given({ purposes: [purpose] }).data?.purposes[0]?.export).toBe(false);
  });

  it.each([
    ['a purpose that is not there', [], 'memory.facts.0.purpose'],
    ['a purpose nobody is asked about', [{ ...purpose, basis: 'contract' }], 'memory.facts.0.purpose'],
  ])('refuse facts under %s', (_, purposes, path) => {
    expect(pathsOf({ purposes, memory: { facts: [fact] } })).toEqual([path]);
  });

  it.each([
    ['a kind that is not on the list', { ...fact, kind: 'salary' }, 'memory.facts.0.kind'],
    ['a reader who is no role', { ...fact, readers: ['kiosk'] }, 'memory.facts.0.readers.0'],
    ['a phrase that is a regular expression', { ...fact, words: { large: ['.*'] } }, 'memory.facts.0.words.large.0'],
    ['no end', { ...fact, keepDays: 0 }, 'memory.facts.0.keepDays'],
  ])('refuse facts of %s', (_, broken, path) => {
    expect(pathsOf({ purposes: [purpose], memory: { facts: [broken] } })).toEqual([path]);
  });

  it.each([
    ['an id twice', [purpose, purpose], 'purposes'],
    ['a basis the law does not know', [{ ...purpose, basis: 'because' }], 'purposes.0.basis'],
    [
      'a notice without English',
      [{ ...purpose, notice: { version: '1', text: { de: 'Dürfen wir?' } } }],
      'purposes.0.notice.text',
    ],
  ])('refuse purposes with %s', (_, purposes, path) => {
    expect(pathsOf({ purposes })).toEqual([path]);
  });
});
