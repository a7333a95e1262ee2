import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import type { Evidence } from '../evidence.ts';
import { checkPersonalData } from './check-personal-data.ts';

/** Runs of eight or more digits, single spaces between them allowed, and the one name it knows. */
const findPersonalData: Evidence['findPersonalData'] = (text) =>
  [...text.matchAll(/\d(?: {0,2}\d){7,}|Ada Lovelace/g)].map((match) => ({
    type: /\d/.test(match[0]) ? 'ACCOUNT' : 'NAME',
    start: match.index,
    end: match.index + match[0].length,
  }));
const found = (sentences: string[], evidence: Partial<Evidence> = {}, passages: string[] = []) =>
  checkPersonalData(
    givenSubject({
      sentences,
      passages,
      evidence: {
        ...evidence,
        ...(passages.length ? { passages: givenSubject({ passages }).evidence.passages } : {}),
        findPersonalData,
      },
    }),
  );

describe('checkPersonalData', () => {
  it('finds a value nobody gave', () => {
    expect(found(['It is free.', 'Ask Ada Lovelace.'])).toEqual([
      { check: 'personal-data-leak', sentence: 1, span: { start: 16, end: 28 }, detail: 'NAME' },
    ]);
  });

  it('finds a value cut over two sentences', () => {
    expect(found(['Pay to 1234.', '5678 please.'])).toMatchObject([{ check: 'personal-data-leak', detail: 'ACCOUNT' }]);
  });

  it('lets a placeholder of this conversation stand and no other', () => {
    const own = [{ placeholder: '[NAME_1]' }];
    expect(found(['Dear [NAME_1].'], { own })).toEqual([]);
    expect(found(['Dear [NAME_2].'], { own })).toMatchObject([{ detail: 'foreign-placeholder' }]);
  });

  it('lets stand what a cited passage publishes, however it is spaced', () => {
    expect(found(['Call 0800 1234 567.'], {}, ['Our number is 08001234567.'])).toEqual([]);
  });

  it('takes a name for published where it stands as words, not where a longer word holds its letters', () => {
    expect(found(['Ask Ada Lovelace.'], {}, ['Ms. Ada  LOVELACE heads the branch.'])).toEqual([]);
    expect(found(['Ask Ada Lovelace.'], {}, ['Canada Lovelaces.'])).toMatchObject([{ detail: 'NAME' }]);
  });

  it('lets stand what this customer wrote', () => {
    expect(found(['Your account 12345678 is open.'], { question: 'Is 1234 5678 open?' })).toEqual([]);
    expect(found(['Ask Ada Lovelace.'], { own: [{ placeholder: '[NAME_1]', value: 'ada lovelace' }] })).toEqual([]);
  });
});
