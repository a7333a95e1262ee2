import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenShelf, givenShelf, givenSource } from '../../test/support/given-shelf.ts';
import { coverageOf, echoOf, questionWords } from './question-words.ts';

describe('questionWords', () => {
  let shelf: GivenShelf;
  beforeAll(async () => {
    shelf = givenShelf();
    await shelf.sync([
      givenSource('a', 'A card is free.\n\n## More\nA card is blue.'),
      givenSource('b', 'A card with a chip.'),
    ]);
  });
  afterAll(() => shelf.close());

  it('weighs a word the more the fewer passages hold it, an unknown one most', async () => {
    const { words, weights } = await questionWords('which card has a chip, a zebra?', shelf.textIndex);
    expect(words).toEqual(['card', 'chip', 'zebra']);
    const [card = 0, chip = 0, zebra = 0] = weights;
    expect(card).toBeLessThan(chip);
    expect(chip).toBeLessThan(zebra);
  });

  it('covers by what the words tell, not by their number', async () => {
    const question = await questionWords('card with a chip', shelf.textIndex);
    const rare = coverageOf(question, new Set(['chip']));
    expect(rare).toBeGreaterThan(coverageOf(question, new Set(['card'])));
    expect(coverageOf(question, new Set(['card', 'chip', 'other']))).toBeCloseTo(1);
  });

  it('echoes by how little else is said', async () => {
    const question = await questionWords('card with a chip', shelf.textIndex);
    expect(echoOf(question, new Set(['card', 'chip']))).toBe(1);
    expect(echoOf(question, new Set(['card', 'post', 'home', 'letter']))).toBe(0.25);
  });

  it('has nothing to look for in a question without words', async () => {
    const question = await questionWords('?!', shelf.textIndex);
    expect([coverageOf(question, new Set(['card'])), echoOf(question, new Set())]).toEqual([0, 0]);
  });
});
