import { availableParallelism } from 'node:os';
import type { LlamaModel } from 'node-llama-cpp';

/** What a first start has learned. */
export interface MeasuredThreads {
  readonly threads: number;
  /** By number of threads, as text. */
  readonly tokensPerSecond: Readonly<Record<string, number>>;
}

const TOKENS = 24;
/** One number of threads may take this long; too many of them make a token take a second. */
const LIMIT_MS = 2_000;
/** More threads must be this much faster, because the server and the other engine want a core too. */
const WORTH_A_THREAD = 1.15;

/** Measures generation with 1, 2, 3, 4, 6, 8, 12 … threads up to the cores, and picks the fewest that are fast. */
export async function measureThreads(model: LlamaModel): Promise<MeasuredThreads> {
  const tokensPerSecond: Record<string, number> = {};
  let best = { threads: 1, rate: 0 };
  for (const threads of candidatesUpTo(availableParallelism())) {
    const rate = await rateWith(model, threads);
    tokensPerSecond[String(threads)] = Math.round(rate * 10) / 10;
    if (rate > best.rate * WORTH_A_THREAD) best = { threads, rate };
  }
  return { threads: best.threads, tokensPerSecond };
}

function candidatesUpTo(cores: number): number[] {
  const steps = [1, 2, 3];
  for (let power = 4; power <= cores; power *= 2) steps.push(power, power * 1.5);
  return steps.filter((threads) => threads <= cores);
}

async function rateWith(model: LlamaModel, threads: number): Promise<number> {
  const context = await model.createContext({ contextSize: 256, batchSize: 64, threads, flashAttention: true });
  try {
    const tokens = context
      .getSequence()
      .evaluate(model.tokenize('The quick brown fox jumps over the lazy dog', false), {
        yieldEogToken: true,
      });
    // The first token includes the prompt and a cold cache.
    await tokens.next();
    const started = performance.now();
    let count = 0;
    while (count < TOKENS && performance.now() - started < LIMIT_MS) {
      await tokens.next();
      count += 1;
    }
    await tokens.return();
    return (count * 1_000) / (performance.now() - started);
  } finally {
    await context.dispose();
  }
}
