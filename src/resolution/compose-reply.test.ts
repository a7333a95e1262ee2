import { describe, expect, it } from 'vitest';
import { type ScriptedReply, scriptedGenerator } from '../../test/support/scripted-generator.ts';
import { ModelError } from '../models/model-error.ts';
import { NO_ANSWER } from './compose-prompt.ts';
import { composeReply } from './compose-reply.ts';

const passages = Array.from({ length: 5 }, (_, index) => ({ title: `T${index}`, text: `Text ${index}.` }));

async function compose(reply: ScriptedReply) {
  const generator = scriptedGenerator(reply);
  const said = [];
  for await (const one of composeReply(generator, { passages, question: 'Is it free?', maxTokens: 60 })) said.push(one);
  return { said, prompt: generator.prompts[0] };
}

describe('composeReply', () => {
  it('gives whole sentences as they are finished, the last one without its end too', async () => {
    const { said } = await compose('A card is free. It costs 2.50 dollars abroad. No more');
    expect(said).toEqual([
      { kind: 'sentence', text: 'A card is free.' },
      { kind: 'sentence', text: 'It costs 2.50 dollars abroad.' },
      { kind: 'sentence', text: 'No more' },
    ]);
  });

  it.each([NO_ANSWER, 'i do not have that information', `Sorry. ${NO_ANSWER}`])(
    'knows a model that says it does not know: %s',
    async (reply) => {
      expect((await compose(reply)).said.at(-1)).toEqual({ kind: 'no-answer' });
    },
  );

  it('shows the model the best three passages, the question and its bounds', async () => {
    const { prompt } = await compose('Yes.');
    expect(prompt?.user.match(/<passage /gu)).toHaveLength(3);
    expect(prompt).toMatchObject({ maxTokens: 60 });
  });

  it('says nothing where the model says nothing', async () => {
    expect((await compose('  ')).said).toEqual([]);
  });

  it('lets the fault of an engine through', async () => {
    await expect(compose(new ModelError('engine-down', 'gone'))).rejects.toMatchObject({ code: 'engine-down' });
  });
});
