import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { toWords } from '../src/policy/phrase-pattern.ts';
import { givenPolicy } from './support/given-policy.ts';

const schema = z.object({
  personPlease: z.array(z.string()),
  legalOrSafety: z.array(z.object({ text: z.string() })),
  lookAlikes: z.array(z.string()),
});
const bare = (text: string): string => toWords(text).join(' ');

/** A set that policies hold sentences of measures nothing but itself. */
describe.each(['fresh-wordings', 'unseen-wordings', 'plain-wordings'])('the sentences of %s', (name) => {
  const file = schema.parse(parse(readFileSync(new URL(`./support/${name}.yaml`, import.meta.url), 'utf8')));
  const sentences = [...file.personPlease, ...file.legalOrSafety.map(({ text }) => text), ...file.lookAlikes].map(bare);
  const policy = givenPolicy();

  it('stand in no example and are no phrase of policy', () => {
    const { intents, outOfScope } = policy.files.intents;
    const examples = [...intents.flatMap((intent) => intent.examples), ...outOfScope];
    const phrases = policy.handlers.flatMap((handler) => [...handler.phrases, ...handler.unless]);
    const held = new Set([...examples, ...phrases.map(({ source }) => source)].map(bare));
    expect(sentences.filter((sentence) => held.has(sentence))).toEqual([]);
  });

  it('stand there once', () => {
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
