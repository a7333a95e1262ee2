import { describe, expect, it } from 'vitest';
import { type Completion, Lockstep, type Seat, type SeatWork } from './lockstep.ts';

const STOP = 0;
const CUT = 4;

const long = (start: number) => Array.from({ length: 8 }, (_, index) => start + index);

/** A seat whose engine counts upwards from the prompt's last token, and records every step of the whole context. */
class CountingSeat implements Seat<number> {
  readonly #name: string;
  readonly #log: string[];
  readonly #failAt: number;
  #memory: readonly number[] = [];
  #left = 0;
  #next = 0;
  #sampling: SeatWork<number>['sampling'] | undefined;
  isFree = true;

  constructor(name: string, log: string[], failAt = Number.POSITIVE_INFINITY) {
    this.#name = name;
    this.#log = log;
    this.#failAt = failAt;
  }

  get isReading(): boolean {
    return this.#left > 0;
  }

  get nextTokens(): number {
    return Math.max(1, Math.min(CUT, this.#left));
  }

  warmTokensOf({ tokens }: SeatWork<number>['prompt']): number {
    const differs = tokens.findIndex((token, index) => token !== this.#memory[index]);
    return differs === -1 ? tokens.length - 1 : differs;
  }

  async take({ prompt, sampling }: SeatWork<number>): Promise<void> {
    this.isFree = false;
    this.#sampling = sampling;
    this.#left = prompt.tokens.length - this.warmTokensOf(prompt);
    this.#memory = prompt.tokens;
    this.#next = prompt.tokens.at(-1) ?? 0;
  }

  async step(): Promise<number | 'prompt' | undefined> {
    this.#log.push(`${this.#name}${this.#left > 0 ? 'p' : ''}`);
    // As the engine does, which dispatches a batch in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    this.#left -= Math.min(CUT, this.#left);
    if (this.#left > 0) return 'prompt';
    if (this.#sampling !== undefined && 'weighed' in this.#sampling) {
      this.#sampling.onLogits(new Map(this.#sampling.weighed.map((token) => [token, token])));
      return undefined;
    }
    this.#next += 1;
    if (this.#next >= this.#failAt) throw new Error('decode failed');
    return this.#next;
  }

  async leave(fault?: unknown): Promise<void> {
    this.isFree = true;
    if (fault !== undefined) this.#memory = [];
  }
}

function given(seats: number, { stepTokens = 16, failAt = Number.POSITIVE_INFINITY } = {}) {
  const log: string[] = [];
  const all = Array.from(
    { length: seats },
    (_, index) => new CountingSeat(String.fromCharCode(97 + index), log, failAt),
  );
  return { log, lockstep: new Lockstep<number>(all, { stepTokens, isStop: (token) => token === STOP }) };
}

function run(lockstep: Lockstep<number>, prompt: readonly number[], overrides: Partial<Completion<number>> = {}) {
  const tokens: number[] = [];
  const answer = lockstep.run({
    prompt: { tokens: prompt, sharedTokens: 0 },
    sampling: { temperature: 0, seed: 1 },
    maxTokens: 3,
    signal: new AbortController().signal,
    onToken: (token) => tokens.push(token),
    ...overrides,
  });
  return { tokens, answer };
}

describe('Lockstep', () => {
  it('steps all seats once in order of their ids', async () => {
    const { lockstep, log } = given(3);
    const runs = [run(lockstep, [10]), run(lockstep, [20]), run(lockstep, [30])];
    expect(await Promise.all(runs.map(({ answer }) => answer))).toEqual([3, 3, 3]);
    expect(runs.map(({ tokens }) => tokens)).toEqual([
      [11, 12, 13],
      [21, 22, 23],
      [31, 32, 33],
    ]);
    expect(log.slice(-3)).toEqual(['a', 'b', 'c']);
  });

  it('hands over every token before the answer', async () => {
    const { lockstep } = given(1);
    const { tokens, answer } = run(lockstep, [1], { maxTokens: 50 });
    expect(await answer).toBe(50);
    expect(tokens).toHaveLength(50);
  });

  it('goes on with the neighbours of a long prompt, cut by cut', async () => {
    const { lockstep, log } = given(2, { stepTokens: 5 });
    const talker = run(lockstep, [5], { maxTokens: 6 });
    await new Promise((resolve) => setImmediate(resolve));
    const reader = run(
      lockstep,
      Array.from({ length: 12 }, (_, index) => 100 + index),
    );
    await Promise.all([talker.answer, reader.answer]);
    expect(log.join(' ')).toContain('a bp a bp a bp');
  });

  it('reads prompts in the order of arrival when the batch is full, and never holds up a talker', async () => {
    const { lockstep, log } = given(3, { stepTokens: CUT });
    const answers = [run(lockstep, long(100)), run(lockstep, long(200)), run(lockstep, long(300))];
    await Promise.all(answers.map(({ answer }) => answer));
    expect(log.filter((step) => step.endsWith('p'))).toEqual(['ap', 'ap', 'bp', 'bp', 'cp', 'cp']);
  });

  it('waits for a free seat', async () => {
    const { lockstep } = given(1);
    const runs = [run(lockstep, [10]), run(lockstep, [20]), run(lockstep, [30])];
    expect(await Promise.all(runs.map(({ answer }) => answer))).toEqual([3, 3, 3]);
  });

  it('takes the seat that remembers the prompt, else the one longest unused', async () => {
    const { lockstep, log } = given(2);
    await run(lockstep, [1, 2, 3], { maxTokens: 1 }).answer;
    await run(lockstep, [7, 8, 9], { maxTokens: 1 }).answer;
    await run(lockstep, [1, 2, 4], { maxTokens: 1 }).answer;
    await run(lockstep, [50], { maxTokens: 1 }).answer;
    expect(log).toEqual(['ap', 'bp', 'ap', 'bp']);
  });

  it('weighs tokens behind a prompt beside a talker, and leaves the seats of others warm', async () => {
    const { lockstep, log } = given(2);
    await run(lockstep, long(100), { maxTokens: 1 }).answer;
    await run(lockstep, long(200), { maxTokens: 1 }).answer;
    const talker = run(lockstep, long(100), { maxTokens: 6 });
    const weights: number[] = [];
    const onLogits = (logits: ReadonlyMap<number, number>) => weights.push(...logits.values());
    const decided = run(lockstep, long(300), { sampling: { weighed: [301, 302], onLogits } });
    expect(await decided.answer).toBe(0);
    expect(weights).toEqual([301, 302]);
    expect(decided.tokens).toEqual([]);
    expect(await talker.answer).toBe(6);
    log.length = 0;
    await run(lockstep, long(100), { maxTokens: 1 }).answer;
    await run(lockstep, long(300), { maxTokens: 1 }).answer;
    expect(log).toEqual(['ap', 'bp']);
  });

  it('stops at a stop token without handing it over', async () => {
    const { lockstep } = given(1);
    const { tokens, answer } = run(lockstep, [-3], { maxTokens: 9 });
    expect(await answer).toBe(2);
    expect(tokens).toEqual([-2, -1]);
  });

  it('stops an aborted completion within one token, running or waiting', async () => {
    const { lockstep } = given(1);
    const stop = new AbortController();
    const running = run(lockstep, [1], {
      maxTokens: 1_000,
      signal: stop.signal,
      onToken: (token) => (token === 5 ? stop.abort() : undefined),
    });
    const waiting = run(lockstep, [1], { signal: stop.signal });
    const after = run(lockstep, [1]);
    expect(await running.answer).toBeLessThanOrEqual(7);
    expect(await waiting.answer).toBe(0);
    expect(await after.answer).toBe(3);
  });

  it('fails only the completion whose seat fails', async () => {
    const { lockstep } = given(2, { failAt: 22 });
    const good = run(lockstep, [1]);
    const bad = run(lockstep, [20]);
    await expect(bad.answer).rejects.toThrow('decode failed');
    expect(await good.answer).toBe(3);
    expect(await run(lockstep, [3]).answer).toBe(3);
  });
});
