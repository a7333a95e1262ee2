import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTextEngine, type TextEngine } from '../../src/adapters/llama/open-text-engine.ts';
import type { GenerationRequest } from '../../src/models/text-generator.ts';
import { textModelFiles } from '../support/model-files.ts';

const files = textModelFiles();
const PAIRS = 4;
/** Fewer sequences than customers, so that each is used by many of them one after the other. */
const settings = { ...files, contextTokens: 512, sequences: 2, threads: 1, deadlineMs: 60_000, maxQueue: 64 };
const PATIENCE = { timeout: 300_000 };

const system = 'You are the assistant of a bank. Answer from the passages only.';
const places = ['Zanzibar', 'Ouagadougou', 'Reykjavik', 'Vladivostok', 'Antananarivo', 'Paramaribo'] as const;

/** One customer tells where they are, over and over, so that a small model is sure to say it again. */
function teller(place: string): GenerationRequest {
  const told = `The customer is in ${place}. The card of the customer was lost in ${place}.`;
  return { system, user: `${told} ${told}\n\nWhere was the card lost? It was lost in`, maxTokens: 12 };
}

/** The other asks for what only the first one said. */
const asker: GenerationRequest = {
  system,
  user: 'A lost card is blocked at once.\n\nWhere was the card lost? It was lost in',
  maxTokens: 24,
};

async function complete(engine: TextEngine, request: GenerationRequest): Promise<string> {
  let text = '';
  for await (const piece of engine.generate(request)) text += piece;
  return text;
}

function heardIn(text: string): readonly string[] {
  return places.filter((place) => text.toLowerCase().includes(place.toLowerCase()));
}

describe.skipIf(files.reason !== undefined)(`sequences on real weights ${files.reason ?? ''}`, PATIENCE, () => {
  let engine: TextEngine;
  beforeAll(async () => {
    engine = await openTextEngine(settings);
  });
  afterAll(() => engine.close());

  it('say to the next customer word for word what a fresh engine says', async () => {
    const cold = await openTextEngine(settings);
    const fresh = await complete(cold, asker);
    await cold.close();
    const told = [];
    for (const place of places.slice(0, PAIRS)) {
      const first = await complete(engine, teller(place));
      told.push(heardIn(first).length);
      // A sequence that still holds the first prompt would be most likely to go on in its words.
      for (let seat = 0; seat < settings.sequences; seat += 1) expect(await complete(engine, asker)).toBe(fresh);
    }
    expect(told.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(PAIRS / 2);
  });

  it('say nothing of one customer to another who is served at the same time', async () => {
    const pairs = places.slice(0, PAIRS).flatMap((place) => [teller(place), asker]);
    const texts = await Promise.all(pairs.map((request) => complete(engine, request)));
    const crossed = texts.flatMap((text, index) => {
      const own = index % 2 === 0 ? places[index / 2] : undefined;
      return heardIn(text).filter((place) => place !== own);
    });
    expect(crossed).toEqual([]);
  });
});
