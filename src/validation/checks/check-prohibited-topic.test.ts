import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkProhibitedTopic } from './check-prohibited-topic.ts';

const rules = {
  prohibitedTopics: [
    {
      id: 'competitor-comparison',
      phrases: ['(better|cheaper) ... (other|another) (bank|banks)', 'compare* ... with ... bank'],
      rule: 'policies/content.yaml:5:5',
    },
  ],
};
const found = (text: string) => checkProhibitedTopic(givenSubject({ sentences: [text], rules }));

describe('checkProhibitedTopic', () => {
  it.each([
    'We are cheaper than any other bank.',
    'Better than another bank!',
    'Comparing us with a bank is fine, but compared with this bank',
  ])('finds %j', (text) => {
    expect(found(text)).toMatchObject([{ check: 'prohibited-topic', detail: 'competitor-comparison' }]);
  });

  it.each(['It is better to call the bank.', 'You may hold an account at another bank.'])('passes %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
