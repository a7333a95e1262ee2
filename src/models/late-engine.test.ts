import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LateEngine } from './late-engine.ts';
import { ModelError } from './model-error.ts';

const missing = new ModelError('model-missing', 'The weights are not here');

class SampleEngine {
  isClosed = false;
  readonly #of: string;

  constructor(of: string) {
    this.#of = of;
  }

  get name(): string {
    return this.#of;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** Files that a test makes good, and engines that start as long as the test lets them. */
function givenLate() {
  const world = { files: 'missing', startFault: null as Error | null, looks: 0, problems: [] as unknown[] };
  const started: SampleEngine[] = [];
  const late = new LateEngine<{ readonly isWhole: boolean; readonly of: string }, SampleEngine>({
    findFiles: async () => {
      world.looks += 1;
      if (world.files === 'missing') throw missing;
      return { of: world.files, isWhole: world.files === 'whole' };
    },
    start: async ({ of }) => {
      if (world.startFault) throw world.startFault;
      const engine = new SampleEngine(of);
      started.push(engine);
      return engine;
    },
    onOpened: () => world.problems.push(null),
    onProblem: (error) => world.problems.push(error),
  });
  return { late, world, started };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an engine that comes late', () => {
  it('says why it is not there, and is there within a second of its files', async () => {
    const { late, world } = givenLate();
    await late.open();
    expect([late.current, world.problems]).toEqual([undefined, [missing]]);
    late.keepTrying(async () => undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    world.files = 'whole';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(late.current?.name).toBe('whole');
    expect(world.problems.at(-1)).toBeNull();
  });

  it('is looked for no more once it is whole', async () => {
    const { late, world } = givenLate();
    world.files = 'whole';
    await late.open();
    late.keepTrying(async () => undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.looks).toBe(1);
  });

  it('is replaced once nothing lacks, and only then', async () => {
    const { late, world, started } = givenLate();
    world.files = 'in part';
    await late.open();
    late.keepTrying(async () => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([late.current?.name, started.length]).toEqual(['in part', 1]);
    world.files = 'missing';
    await vi.advanceTimersByTimeAsync(4_000);
    expect([late.current?.name, world.problems]).toEqual(['in part', [null]]);
    world.files = 'whole';
    await vi.advanceTimersByTimeAsync(1_000);
    expect([late.current?.name, started[0]?.isClosed]).toEqual(['whole', true]);
  });

  it('is started ever less often where it dies on good files, 30 s apart at last', async () => {
    const { late, world } = givenLate();
    world.startFault = new ModelError('engine-down', 'Its process ended');
    world.files = 'whole';
    await late.open();
    late.keepTrying(async () => undefined);
    await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000);
    expect(world.looks).toBe(4);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.looks).toBe(6);
  });

  it('serves nobody before it is prepared, and is closed where that fails', async () => {
    const { late, world, started } = givenLate();
    await late.open();
    world.files = 'whole';
    const seen: unknown[] = [];
    late.keepTrying(async (engine) => {
      seen.push(late.current);
      if (engine === started[0]) throw new Error('The disk is full');
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([late.current, started[0]?.isClosed]).toEqual([undefined, true]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([late.current === started[1], seen]).toEqual([true, [undefined, undefined]]);
  });

  it('leaves nothing open behind a close in the middle of its preparation', async () => {
    const { late, world, started } = givenLate();
    await late.open();
    world.files = 'whole';
    late.keepTrying(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    await vi.advanceTimersByTimeAsync(1_000);
    const closed = late.close();
    await vi.advanceTimersByTimeAsync(500);
    await closed;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([late.current, started.map((one) => one.isClosed)]).toEqual([undefined, [true]]);
  });
});
