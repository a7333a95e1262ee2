import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../../src/models/text-generator.ts';

/** An implementation with room for `maxCalls` calls at once, and a way to kill what is behind it. */
export interface GeneratorUnderContract {
  readonly generator: TextGenerator;
  readonly maxCalls: number;
  readonly kill: () => void;
}

export interface TextGeneratorContractOptions {
  /** Why this implementation cannot run here. */
  readonly skipReason?: string | undefined;
}

const system = 'You are a helpful assistant.';
/** Asks for more than `maxTokens` can hold, so that a call can be caught in the middle. */
const long: GenerationRequest = { system, user: 'Tell a long story about the sea and its ships.', maxTokens: 48 };
const short: GenerationRequest = { system, user: 'Name a colour.', maxTokens: 4 };

const decision: DecisionRequest = { system, user: 'Which letter do you like best?', choices: ['A', 'B', 'C'] };

/** Native threads that share busy cores are ten times slower. */
const PATIENCE = { timeout: 60_000 };

/** Every promise of the port, for one implementation. The maker is called once. */
export function textGeneratorContract(
  name: string,
  make: () => Promise<GeneratorUnderContract>,
  { skipReason }: TextGeneratorContractOptions = {},
): void {
  const title = skipReason === undefined ? name : `${name} (skipped: ${skipReason})`;
  describe.skipIf(skipReason !== undefined)(`text generator contract: ${title}`, PATIENCE, () => {
    let made: GeneratorUnderContract;
    beforeAll(async () => {
      made = await make();
    });
    afterAll(async () => made.generator.close());
    promisesOfCompletions(() => made);
    promisesOfDecisions(() => made);
    promisesOfLimits(() => made);
    promisesOfFaults(() => made);
  });
}

function promisesOfCompletions(made: () => GeneratorUnderContract): void {
  it('yields pieces and returns the usage', async () => {
    const { pieces, usage } = await complete(made().generator, long);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('').length).toBeGreaterThan(20);
    expect(usage.promptTokens).toBeGreaterThan(0);
    expect(usage.completionTokens).toBeGreaterThan(1);
    expect(usage.completionTokens).toBeLessThanOrEqual(long.maxTokens);
  });

  it('stops at maxTokens', async () => {
    const { usage } = await complete(made().generator, { ...long, maxTokens: 3 });
    expect(usage.completionTokens).toBeLessThanOrEqual(3);
  });

  it('gives the same text for the same request at temperature 0', async () => {
    const first = await complete(made().generator, long);
    const second = await complete(made().generator, long);
    expect(second.pieces.join('')).toBe(first.pieces.join(''));
    expect(second.usage).toEqual(first.usage);
  });

  it('runs several calls side by side', async () => {
    const { generator, maxCalls } = made();
    const all = await Promise.all(Array.from({ length: maxCalls }, () => complete(generator, long)));
    for (const { pieces } of all) expect(pieces.length).toBeGreaterThan(1);
  });

  it('counts tokens of text and reads special tokens as text', async () => {
    const { generator } = made();
    expect(await generator.countTokens('')).toBe(0);
    const one = await generator.countTokens('card');
    expect(one).toBeGreaterThan(0);
    expect(await generator.countTokens('card card card card')).toBeGreaterThan(one);
    expect(await generator.countTokens('<|im_end|>')).toBeGreaterThan(2);
  });
}

function promisesOfDecisions(made: () => GeneratorUnderContract): void {
  it('gives each choice a probability, in their order, and all of them add up to 1', async () => {
    const { generator } = made();
    const given = await generator.decide(decision);
    expect(given).toHaveLength(3);
    for (const probability of given) expect(probability).toBeGreaterThanOrEqual(0);
    expect(given.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 6);
    expect(new Set(given).size).toBeGreaterThan(1);
  });

  it('gives the same probabilities for the same decision, whatever was asked before', async () => {
    const { generator } = made();
    const first = await generator.decide(decision);
    expect(await generator.decide(decision)).toEqual(first);
    await complete(generator, long);
    expect(await generator.decide(decision)).toEqual(first);
  });

  it('decides beside completions, which go on', async () => {
    const { generator } = made();
    const [decided, { pieces }] = await Promise.all([generator.decide(decision), complete(generator, long)]);
    expect(decided).toHaveLength(3);
    expect(pieces.length).toBeGreaterThan(1);
  });

  it.each([
    ['one choice', ['A']],
    ['the same choice twice', ['A', 'B', 'A']],
  ])('refuses to decide about %s', async (_what, choices) => {
    await expect(made().generator.decide({ ...decision, choices })).rejects.toMatchObject({ code: 'choices-invalid' });
  });

  it('refuses to decide on a prompt that does not fit', async () => {
    const { generator } = made();
    const user = 'word '.repeat(generator.contextTokens);
    await expect(generator.decide({ ...decision, user })).rejects.toMatchObject({ code: 'prompt-too-long' });
    await generator.decide(decision);
  });

  it('takes a place in the bounded queue for a decision', async () => {
    const { generator, maxCalls } = made();
    const calls = Array.from({ length: maxCalls }, () => complete(generator, long));
    await expect(generator.decide(decision)).rejects.toMatchObject({ code: 'queue-full' });
    await Promise.all(calls);
    await generator.decide(decision);
  });

  it('rejects an aborted decision with cancelled, and serves the next', async () => {
    const { generator } = made();
    await expect(generator.decide(decision, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const stop = new AbortController();
    const deciding = generator.decide(decision, stop.signal);
    stop.abort();
    await expect(deciding).rejects.toMatchObject({ code: 'cancelled' });
    await generator.decide(decision);
  });
}

function promisesOfLimits(made: () => GeneratorUnderContract): void {
  it('refuses a prompt that does not fit with its completion', async () => {
    const { generator } = made();
    const user = 'word '.repeat(generator.contextTokens);
    await expect(complete(generator, { ...short, user })).rejects.toMatchObject({ code: 'prompt-too-long' });
    await expect(complete(generator, { ...short, maxTokens: generator.contextTokens })).rejects.toMatchObject({
      code: 'prompt-too-long',
    });
    await complete(generator, short);
  });

  it('refuses a caller beyond the bounded queue', async () => {
    const { generator, maxCalls } = made();
    const calls = Array.from({ length: maxCalls + 1 }, () => complete(generator, long));
    const results = await Promise.allSettled(calls);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(maxCalls);
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'queue-full' } });
    await complete(generator, short);
  });
}

function promisesOfFaults(made: () => GeneratorUnderContract): void {
  it('stops when the caller breaks out of the loop', async () => {
    const { generator } = made();
    for await (const piece of generator.generate(long)) {
      expect(piece).not.toBe('');
      break;
    }
    await complete(generator, short);
  });

  it('rejects with cancelled when aborted, before and in the middle', async () => {
    const { generator } = made();
    await expect(complete(generator, long, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const stop = new AbortController();
    const pieces = generator.generate(long, stop.signal);
    await pieces.next();
    stop.abort();
    await expect(drain(pieces)).rejects.toMatchObject({ code: 'cancelled' });
    await complete(generator, short);
  });

  it('fails calls in flight with engine-down when the engine dies, and serves the next', async () => {
    const { generator, kill } = made();
    const inFlight = generator.generate(long);
    await inFlight.next();
    const deciding = Promise.allSettled([generator.decide(decision)]);
    kill();
    await expect(drain(inFlight)).rejects.toMatchObject({ code: 'engine-down' });
    expect(await deciding).toMatchObject([{ status: 'rejected', reason: { code: 'engine-down' } }]);
    const { pieces } = await complete(generator, short);
    expect(pieces.length).toBeGreaterThan(0);
    expect(await generator.decide(decision)).toHaveLength(3);
    expect(generator.isReady()).toBe(true);
  });

  it('is ready until closed, and refuses calls afterwards', async () => {
    const { generator } = made();
    expect(generator.isReady()).toBe(true);
    await generator.close();
    await generator.close();
    expect(generator.isReady()).toBe(false);
    await expect(complete(generator, short)).rejects.toMatchObject({ code: 'engine-down' });
    await expect(generator.decide(decision)).rejects.toMatchObject({ code: 'engine-down' });
  });
}

async function complete(
  generator: TextGenerator,
  request: GenerationRequest,
  signal?: AbortSignal,
): Promise<{ pieces: string[]; usage: GenerationUsage }> {
  return drain(generator.generate(request, signal));
}

async function drain(
  generation: AsyncGenerator<string, GenerationUsage, undefined>,
): Promise<{ pieces: string[]; usage: GenerationUsage }> {
  const pieces: string[] = [];
  while (true) {
    const next = await generation.next();
    if (next.done === true) return { pieces, usage: next.value };
    pieces.push(next.value);
    await sleep(0);
  }
}
