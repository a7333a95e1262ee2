import { createHash } from 'node:crypto';
import { ModelError } from '../../src/models/model-error.ts';
import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../../src/models/text-generator.ts';
import { readBankSample } from './bank-sample.ts';
import type { GivenAppliance } from './given-appliance.ts';
import { WordEmbedder } from './word-embedder.ts';

/** An embedder that is down while a story says so. */
export class FlakyEmbedder extends WordEmbedder {
  isDown = false;

  override async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    if (this.isDown) throw new ModelError('engine-down', 'The story has it down');
    return super.embed(texts, signal);
  }
}

/**
 * A text model of many moods, each told by the prompt alone: it copies from the first passage, invents a figure, says that
 * it does not know, or fails in the middle. As a judge it leans to a letter.
 */
export class MoodyGenerator implements TextGenerator {
  readonly model = { id: 'moody', sha256: '1'.repeat(64) };
  readonly contextTokens = 4_096;

  // oxlint-disable-next-line typescript/require-await -- the port is a stream
  async *generate({ user }: GenerationRequest): AsyncGenerator<string, GenerationUsage, undefined> {
    const [, passage = ''] = /<passage [^>]*>\n([\s\S]*?)\n<\/passage>/u.exec(user) ?? [];
    const [first = '', second = ''] = passage.split(/(?<=[.!?])\s+/u);
    const mood = moodOf(user, 5);
    if (mood === 0) yield 'I do not have that information.';
    else yield* pieces(mood === 1 ? [first, 'It costs $99 on Sundays.'] : mood === 2 ? [first] : [first, second]);
    if (mood === 3) throw new ModelError('engine-down', 'The story has it fail here');
    return { promptTokens: user.length, completionTokens: 9 };
  }

  async decide({ user, choices }: DecisionRequest): Promise<readonly number[]> {
    const chosen = moodOf(user, choices.length);
    const weights = choices.map((_, index) => (index === chosen ? 4 : 1 / 3));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / all);
  }

  async countTokens(text: string): Promise<number> {
    return text.length;
  }

  isReady(): boolean {
    return true;
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}

/** Pieces as a model gives them, cut where no sentence is. */
function* pieces(sentences: readonly string[]): Generator<string> {
  const text = sentences.join(' ');
  for (let start = 0; start < text.length; start += 7) yield text.slice(start, start + 7);
}

function moodOf(text: string, moods: number): number {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % moods;
}

/** Tells at least `turns` turns of every kind at a bank: asked, streamed, followed up, handed over, held, stopped, failed. */
export async function tellStories(bank: GivenAppliance, embedder: FlakyEmbedder, turns: number): Promise<void> {
  const { questions, unanswerable, personPlease, legalOrSafety, lookAlikes } = readBankSample();
  await tellSpecialTurns(bank, embedder);
  const openings = interleave([
    questions.map(({ text }) => text),
    unanswerable.map(({ text }) => text),
    legalOrSafety.map(({ text }) => text),
    lookAlikes,
    personPlease,
  ]);
  const followUps = [
    'and how long does that take?',
    'what does that cost?',
    'this is ridiculous',
    'my card is 4111 1111 1111 1111',
  ];
  let told = 13;
  for (const [index, opening] of openings.entries()) {
    if (told >= turns) break;
    const first = await bank.ask(opening, { stream: index % 3 === 0 });
    told += 1;
    for (const again of followUps.slice(0, index % 4)) {
      await bank.ask(again, { conversation: first.conversation, stream: index % 2 === 0 });
      told += 1;
    }
    bank.clock.advance(60_000);
  }
}

function interleave(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
}

/** Thirteen turns that words alone do not lead to. */
async function tellSpecialTurns(bank: GivenAppliance, embedder: FlakyEmbedder): Promise<void> {
  const { conversation } = await bank.ask('I have lost my card');
  await bank.askForPerson(conversation, 'please call me');
  await bank.ask('are you there?', { conversation });

  embedder.isDown = true;
  await bank.ask('How do I freeze my card?');
  await bank.ask('I will take you to court');
  embedder.isDown = false;

  await bank.as('agent').request('POST', '/v1/stop', {});
  await bank.ask('How do I freeze my card?');
  await bank.as('admin').request('POST', '/v1/resume', {});

  const angry = await bank.ask('I want to make a complaint about my account');
  const reference = angry.handover?.reference ?? '';
  await bank.as('agent').request('POST', `/v1/handovers/${reference}/claim`, {});
  await bank.as('agent').request('POST', `/v1/handovers/${reference}/return`, { note: 'Explained' });
  await bank.ask('I want to make a complaint about my account', { conversation: angry.conversation });
  await bank.ask('I want to make a complaint about my account', { conversation: angry.conversation });

  const premium = await bank.start({ customer: { ref: 'CUST-1', tier: 'premium', verified: true }, channel: 'chat' });
  await bank.ask('What does express delivery of a card cost?', { conversation: premium });
  await bank.ask('I want to dispute a payment of 750 dollars', { conversation: premium });
  await bank.ask('Bonjour, où est ma carte ?');
  await bank.ask('Hello');
}
