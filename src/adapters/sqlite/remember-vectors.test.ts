import { describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../../test/support/word-embedder.ts';
import type { Embedder } from '../../models/embedder.ts';
import { openDatabase } from './open-database.ts';
import { rememberVectors } from './remember-vectors.ts';

function countingEmbedder(): { embedder: Embedder; asked: string[] } {
  const inner = wordEmbedder();
  const asked: string[] = [];
  const embed: Embedder['embed'] = (texts, signal) => {
    asked.push(...texts);
    return inner.embed(texts, signal);
  };
  const { model, dimension } = inner;
  const embedder = { model, dimension, embed, isReady: () => true, close: async () => undefined };
  return { embedder, asked };
}

describe('rememberVectors', () => {
  it('embeds a text once, and answers the same vectors in order', async () => {
    const { embedder, asked } = countingEmbedder();
    const remembering = rememberVectors(embedder, openDatabase(':memory:'));
    const first = await remembering.embed(['lost card', 'new pin']);
    const second = await remembering.embed(['new pin', 'close my account', 'lost card']);
    expect(asked).toEqual(['lost card', 'new pin', 'close my account']);
    expect(second[0]).toEqual(first[1]);
    expect(second[2]).toEqual(first[0]);
    expect(second[1]).toEqual((await embedder.embed(['close my account']))[0]);
  });

  it('never mixes vectors of two models', async () => {
    const database = openDatabase(':memory:');
    const { embedder, asked } = countingEmbedder();
    await rememberVectors(embedder, database).embed(['lost card']);
    const other = { ...embedder, model: { id: 'other', sha256: 'f'.repeat(64) } };
    await rememberVectors(other, database).embed(['lost card']);
    expect(asked).toEqual(['lost card', 'lost card']);
  });
});
