import { beforeAll, describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { givenTurn } from '../../test/support/given-turn.ts';
import { wordEmbedder } from '../../test/support/word-embedder.ts';
import { createIntentExamples, type IntentExamples } from './intent-examples.ts';
import { type EarlierTurn, triageTurn } from './triage-turn.ts';

const policy = givenPolicy();
const embedder = wordEmbedder();
let examples: IntentExamples;

async function triage(text: string, earlier: readonly EarlierTurn[] = []) {
  const [vector = null] = await embedder.embed([text]);
  return triageTurn({ turn: givenTurn(text), vector, examples, clauses: [], earlier, policy });
}

beforeAll(async () => {
  examples = await createIntentExamples(embedder)(policy);
});

describe('triageTurn', () => {
  it('names the intent with what policy says of it', async () => {
    const { intent, category, inScope, alternatives } = await triage('I lost my card');
    expect(intent).toMatchObject({ id: 'lost-card' });
    expect(intent.confidence).toBeGreaterThan(0.7);
    expect({ category, alternatives: alternatives.length }).toEqual({ category: 'account', alternatives: 3 });
    expect(inScope).toBeGreaterThan(0.7);
  });

  it('knows nothing of the intent while the embedder is down, and still finds the words', () => {
    const blind = { turn: givenTurn('I will sue you'), vector: null, clauses: [], examples: null, earlier: [], policy };
    expect(triageTurn(blind)).toMatchObject({
      intent: { id: 'unknown', confidence: 0 },
      inScope: 0,
      handler: { id: 'legal' },
    });
  });

  it('raises the urgency to that of the words, never lowers it', async () => {
    expect((await triage('my account was hacked')).urgency).toBe('critical');
    expect((await triage('I lost my card')).urgency).toBe('high');
  });

  it.each([
    ['I want to kill myself', 'self-harm-or-violence'],
    ['my lawyer will contact you, and I want to talk to a person', 'legal'],
    ['let me speak to a human', 'person-please'],
  ])('finds the handler of "%s"', async (text, id) => {
    expect((await triage(text)).handler?.id).toBe(id);
  });

  it.each([
    'this fee is killing my budget',
    'can a second person have a card on my account',
    'how do I add a person to my account',
    'I work at a law firm, which account do we need',
    'transfer money to a person abroad',
    'can I call you on sunday',
    'please kill the standing order to my gym',
  ])('calls no handler for "%s"', async (text) => {
    expect((await triage(text)).handler).toBeNull();
  });

  it('knows the same question in about the same words', async () => {
    const before = { question: 'where is my replacement card', sentiment: 0, intent: 'lost-card' };
    expect((await triage('where is my replacement card??', [before])).repeatedQuestion).toBe(true);
    expect((await triage('what does a replacement card cost', [before])).repeatedQuestion).toBe(false);
    expect((await triage('why', [{ ...before, question: 'why' }])).repeatedQuestion).toBe(false);
  });

  it('sees a mood that falls over the turns', async () => {
    const calm = { question: 'where is my card', sentiment: 0, intent: 'lost-card' };
    expect((await triage('I am furious', [calm])).sentiment).toMatchObject({ label: 'angry', trend: 'falling' });
  });
});
