import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkCommitment } from './check-commitment.ts';

const rules = {
  commitments: [{ id: 'goodwill', phrases: ['(we|i) (will|can) ... gift'], rule: 'policies/content.yaml:60:5' }],
};
const found = (sentences: string[], passages: string[] = [], acknowledgement = '') =>
  checkCommitment(givenSubject({ sentences, passages, acknowledgement, rules })).map((finding) => finding.detail);

describe('checkCommitment', () => {
  it.each([
    ['We will send you a gift.', 'goodwill'],
    ['We will refund the fee.', 'refund'],
    ["We'll make sure you are reimbursed.", 'refund'],
    ['I will credit your account.', 'refund'],
    ['Our team will waive the charge.', 'waiver'],
    ["I'll call you back tomorrow.", 'call-back'],
    ['A colleague will contact you.', 'call-back'],
    ['We will get back to you.', 'call-back'],
    ["I've cancelled your card.", 'future-work'],
    ["I'll look into it.", 'future-work'],
    ['I promise it works.', 'future-work'],
  ])('finds a promise in %j', (sentence, id) => {
    expect(found([sentence])).toContain(id);
  });

  it.each([
    'You can ask for a refund in the app.',
    'Refunds are credited within 5 working days.',
    'Please call us back.',
    'You will need your card.',
  ])('passes %j', (sentence) => {
    expect(found([sentence])).toEqual([]);
  });

  it('lets the knowledge base promise in its own words', () => {
    expect(found(['We will refund the fee.'], ['If we err:\nWe will\nrefund the fee. That is all.'])).toEqual([]);
    expect(found(['We will refund the whole fee.'], ['We will refund the fee.'])).toContain('refund');
  });

  it('lets policy word its acknowledgements', () => {
    expect(found(['It is free.'], [], 'We will look into it for you.')).toEqual([]);
  });

  it('finds a promise cut over two sentences', () => {
    expect(found(['We will.', 'Refund you.'])).toContain('refund');
  });
});
