import { describe, expect, it } from 'vitest';
import { ScriptedTagger } from '../../test/support/scripted-tagger.ts';
import { createTextClassification } from './classify-text.ts';
import { createPlaceholderBook } from './placeholder-book.ts';
import { createRedactor } from './redact-message.ts';

const known = {
  arun: 'NAME',
  hello: 'NAME',
  'elm street 5': 'ADDRESS',
  ely: 'PLACE',
  peru: 'PLACE',
  acme: 'ORGANIZATION',
};

async function redacted(text: string, kept: readonly ('PLACE' | 'ORGANIZATION')[] = []): Promise<string> {
  const classify = createTextClassification(new ScriptedTagger(known));
  const redaction = await createRedactor({ classify, kept }).redact(text, createPlaceholderBook([]));
  return redaction.text;
}

describe('createTextClassification', () => {
  it('masks what the model names, beside the rules', async () => {
    expect(await redacted('arun from Peru, card 4111 1111 1111 1111')).toBe('[NAME_1] from [PLACE_1], card [CARD_1]');
  });

  it('leaves readable what policy keeps, but no town beside a street', async () => {
    const kept = ['PLACE', 'ORGANIZATION'] as const;
    expect(await redacted('arun of Acme, from Peru', kept)).toBe('[NAME_1] of Acme, from Peru');
    expect(await redacted('send it to Elm Street 5, Ely', kept)).not.toContain('Ely');
  });

  it('takes no everyday word for a name', async () => {
    expect(await redacted('hello')).toBe('hello');
  });

  it('reads a text once, and again after a failure', async () => {
    const tagger = new ScriptedTagger(known);
    const classify = createTextClassification(tagger);
    tagger.failNext('engine-down');
    await expect(classify('arun')).rejects.toMatchObject({ code: 'engine-down' });
    const first = await classify('arun');
    expect(await classify('arun')).toEqual(first);
    expect(tagger.asked).toEqual(['arun', 'arun']);
  });

  it('makes the redaction incomplete while the model is down, and the rules mask on', async () => {
    const tagger = new ScriptedTagger(known);
    tagger.failNext('engine-down');
    const redactor = createRedactor({ classify: createTextClassification(tagger) });
    const { text, complete } = await redactor.redact('arun, jane@x.com', createPlaceholderBook([]));
    expect({ text, complete }).toEqual({ text: 'arun, [EMAIL_1]', complete: false });
  });
});
