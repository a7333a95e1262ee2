import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { decideScripted } from './decide-scripted.ts';

const policy = givenPolicy();
const asked = (id: string, confidence = 0.9, topic: string | null = null) =>
  decideScripted(policy, { topic, intent: { id, confidence } });

describe('decideScripted', () => {
  it('says nothing of what knowledge answers', () => {
    expect(asked('lost-card')).toBeNull();
  });

  it('answers with a set text, and names where it is written', () => {
    expect(asked('greeting')).toMatchObject({
      kind: 'say',
      wording: policy.files.scope.scripted[0]?.text,
      rule: { id: 'greeting', at: policy.locate('scope', ['scripted', 0]) },
    });
  });

  it('leaves a matter of people to them', () => {
    const place = policy.files.scope.handover.findIndex(({ intent }) => intent === 'complaint');
    expect(asked('complaint')).toEqual({
      kind: 'hand-over',
      reason: 'sensitive-topic',
      rule: { id: 'complaint', at: policy.locate('scope', ['handover', place]) },
    });
  });

  it.each(['greeting', 'complaint'])('is sure of %s before it acts on it', (intent) => {
    expect(asked(intent, 0.59)).toBeNull();
  });

  it('keeps out of a prohibited topic whatever the intent', () => {
    const [topic] = policy.topics;
    expect(asked('complaint', 0.9, topic?.id)).toMatchObject({ kind: 'say', rule: { id: topic?.id, at: topic?.at } });
  });
});
