import { beforeAll, describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../test/support/word-embedder.ts';
import { classifyIntent, type IntentGuess } from './classify-intent.ts';
import { fitIntents, type IntentModel } from './fit-intents.ts';
import type { Example } from './intent-scorer.ts';

const embedder = wordEmbedder();
const examples: Readonly<Record<string, readonly string[]>> = {
  'lost-card': ['I lost my card', 'my card was stolen', 'card is missing', 'lost debit card', 'stolen credit card'],
  mortgage: [
    'mortgage rates',
    'apply for a mortgage',
    'mortgage for a house',
    'fixed mortgage',
    'house mortgage offer',
  ],
  transfer: ['transfer money', 'send a transfer', 'my transfer failed', 'transfer limit', 'cancel a transfer'],
};
const outside = [
  'weather tomorrow',
  'weather at the weekend',
  'rain tomorrow',
  'football match',
  'football results tomorrow',
  'banana bread recipe',
  'recipe for bread',
  'weather and football',
];

async function learnFrom(without: readonly string[] = outside): Promise<IntentModel> {
  const labelled = [];
  for (const [label, texts] of Object.entries(examples)) labelled.push({ label, examples: await toExamples(texts) });
  return fitIntents(labelled, await toExamples(without));
}

async function toExamples(texts: readonly string[]): Promise<readonly Example[]> {
  const vectors = await embedder.embed(texts);
  return vectors.map((vector, index) => ({ text: texts[index] ?? '', vector }));
}

async function guess(model: IntentModel, text: string): Promise<IntentGuess> {
  const [vector = new Float32Array(embedder.dimension)] = await embedder.embed([text]);
  return classifyIntent({ text, vector }, model);
}

describe('classifyIntent', () => {
  let model: IntentModel;
  beforeAll(async () => {
    model = await learnFrom();
  });

  it.each([
    ['somebody has stolen my card', 'lost-card'],
    ['which mortgage for my house', 'mortgage'],
    ['the transfer of money failed', 'transfer'],
  ])('finds the label whose examples are nearest: %s', async (text, label) => {
    const { ranked, inScope } = await guess(model, text);
    expect(ranked[0]?.label).toBe(label);
    expect(inScope).toBeGreaterThan(0.5);
  });

  it('doubts what is nearer to what is outside', async () => {
    const { ranked, inScope } = await guess(model, 'weather for football tomorrow');
    expect(inScope).toBeLessThan(0.3);
    expect(ranked[0]?.confidence).toBeLessThan(0.3);
  });

  it('shares out what is in scope, best first', async () => {
    const { ranked, inScope } = await guess(model, 'my card');
    expect(ranked.reduce((sum, one) => sum + one.confidence, 0)).toBeCloseTo(inScope);
    expect(ranked.map(({ confidence }) => confidence)).toEqual(
      ranked.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
  });

  it('still tells strange from known without examples of what is outside', async () => {
    const alone = await learnFrom([]);
    const known = await guess(alone, 'lost my card');
    const strange = await guess(alone, 'zebra giraffe lion');
    expect(known.inScope).toBeGreaterThan(strange.inScope);
    expect(known.inScope).toBeGreaterThan(0.5);
  });

  it('guesses nothing where policy names no intents', async () => {
    expect(classifyIntent({ text: 'hello', vector: new Float32Array(4) }, await fitIntents([], []))).toMatchObject({
      ranked: [],
    });
  });
});
