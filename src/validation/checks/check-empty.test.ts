import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkEmpty } from './check-empty.ts';

describe('checkEmpty', () => {
  it.each([[[]], [['']], [[' ', '\n']], [['...', '!']]])('finds nothing said in %j', (sentences) => {
    expect(checkEmpty(givenSubject({ sentences })).map((finding) => finding.check)).toEqual(['empty']);
  });

  it('does not take an acknowledgement for an answer', () => {
    expect(checkEmpty(givenSubject({ acknowledgement: 'I am sorry to hear that.', sentences: [] }))).toHaveLength(1);
  });

  it('passes a word in any script', () => {
    expect(checkEmpty(givenSubject({ sentences: ['はい。'] }))).toEqual([]);
  });
});
