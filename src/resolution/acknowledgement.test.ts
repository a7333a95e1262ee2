import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { acknowledgementFor } from './acknowledgement.ts';
import { scriptedDraft } from './scripted-draft.ts';

describe('acknowledgementFor', () => {
  const policy = givenPolicy();

  it('says what policy says for a mood, in English where the language has no words', () => {
    const { sad } = policy.files.tone.acknowledgements;
    expect(acknowledgementFor(policy, 'sad', 'en')).toBe(sad?.en);
    expect(acknowledgementFor(policy, 'sad', 'fi')).toBe(sad?.en);
  });

  it('says nothing for a mood without an entry', () => {
    expect(acknowledgementFor(policy, 'neutral', 'en')).toBe('');
  });
});

describe('scriptedDraft', () => {
  it('cuts the words of policy into sentences and cites nothing', () => {
    expect(scriptedDraft('Hello there. How can I help you?', 'en')).toEqual({
      acknowledgement: '',
      sentences: ['Hello there.', 'How can I help you?'],
      language: 'en',
      mode: 'scripted',
      citations: [],
    });
  });
});
