import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkLength } from './check-length.ts';

const sentences = ['One is here.', 'Two is here.', 'Three is here.', 'Four is here.'];

describe('checkLength', () => {
  it('allows four sentences and an acknowledgement', () => {
    expect(checkLength(givenSubject({ acknowledgement: 'I see.', sentences }))).toEqual([]);
  });

  it('finds the fifth sentence', () => {
    const subject = givenSubject({ sentences: [...sentences, 'Five is here.'] });
    expect(checkLength(subject)).toMatchObject([{ check: 'length', sentence: 4 }]);
  });

  it('counts sentences hidden in one entry', () => {
    expect(checkLength(givenSubject({ sentences: [[...sentences, 'Five is here.'].join(' ')] }))).toHaveLength(1);
  });

  it('finds too many characters, the acknowledgement counted', () => {
    const subject = givenSubject({
      acknowledgement: 'a'.repeat(60),
      sentences: ['b'.repeat(60)],
      rules: { maxCharacters: 120 },
    });
    expect(checkLength(subject)).toMatchObject([{ check: 'length', detail: 'characters over 120' }]);
  });
});
