import { describe, expect, it } from 'vitest';
import { ScriptedTagger } from '../../test/support/scripted-tagger.ts';
import { createTextClassification } from './classify-text.ts';
import { createLearnedCheck } from './learned-check.ts';

const labels = { stphon: 'NAME', name_1: 'NAME', acme: 'ORGANIZATION', '42': 'AGE', '5 high street': 'ADDRESS' };
const classify = createTextClassification(new ScriptedTagger(labels));
const findLearned = createLearnedCheck({ classify, kept: ['ORGANIZATION'] });

describe('createLearnedCheck', () => {
  it('finds what only the model sees, where it stands', async () => {
    const text = 'Ask stphon, 5 High Street.';
    const found = await findLearned(text);
    expect(found.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
      ['NAME', 'stphon'],
      ['ADDRESS', '5 High Street'],
    ]);
  });

  it.each(['Ask acme.', 'From 42 on.', 'Dear [NAME_1]'])('takes no offence at %j', async (text) => {
    expect(await findLearned(text)).toEqual([]);
  });

  it('rejects where the model cannot answer', async () => {
    const tagger = new ScriptedTagger(labels);
    tagger.failNext('engine-down');
    const findWithout = createLearnedCheck({ classify: createTextClassification(tagger) });
    await expect(findWithout('stphon')).rejects.toMatchObject({ code: 'engine-down' });
  });
});
