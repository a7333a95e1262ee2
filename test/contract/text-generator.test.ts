import { openTextEngine } from '../../src/adapters/llama/open-text-engine.ts';
import { guardGenerator } from '../../src/adapters/resilience/guard-models.ts';
import { createLateTextGenerator } from '../../src/models/late-text-generator.ts';
import type { TextGenerator } from '../../src/models/text-generator.ts';
import { comeLate } from '../support/come-late.ts';
import { givenGuard } from '../support/given-guard.ts';
import { textModelFiles } from '../support/model-files.ts';
import { ScriptedGenerator } from '../support/scripted-generator.ts';
import { textGeneratorContract } from './text-generator-contract.ts';

const MAX_CALLS = 3;
const story = 'The sea was calm and the ship sailed on towards the islands '.repeat(10);

textGeneratorContract('scripted generator', async () => {
  const generator = new ScriptedGenerator(
    Array.from({ length: 40 }, () => story),
    { maxCalls: MAX_CALLS, delayMs: 1, decide: ({ choices }) => choices.map((_, index) => index + 1) },
  );
  return { generator, maxCalls: MAX_CALLS, kill: () => generator.crash() };
});

textGeneratorContract('guarded scripted generator', async () => {
  const generator = new ScriptedGenerator(
    Array.from({ length: 40 }, () => story),
    { maxCalls: 100, delayMs: 1, decide: ({ choices }) => choices.map((_, index) => index + 1) },
  );
  return {
    generator: guardGenerator(generator, givenGuard(MAX_CALLS)),
    maxCalls: MAX_CALLS,
    kill: () => generator.crash(),
  };
});

textGeneratorContract('scripted generator that came late', async () => {
  const generator = new ScriptedGenerator(
    Array.from({ length: 40 }, () => story),
    { maxCalls: MAX_CALLS, delayMs: 1, decide: ({ choices }) => choices.map((_, index) => index + 1) },
  );
  const late = await comeLate<TextGenerator>(generator, createLateTextGenerator);
  return { generator: late, maxCalls: MAX_CALLS, kill: () => generator.crash() };
});

const files = textModelFiles();

/** Process 0 would be this whole group. */
function killEngine(processId: number | undefined): void {
  if (processId === undefined) throw new Error('No engine process lives');
  process.kill(processId, 'SIGKILL');
}

textGeneratorContract(
  'llama engine',
  async () => {
    const generator = await openTextEngine({
      ...files,
      contextTokens: 512,
      sequences: 2,
      threads: 1,
      deadlineMs: 60_000,
      maxQueue: 1,
    });
    return { generator, maxCalls: MAX_CALLS, kill: () => killEngine(generator.processId) };
  },
  { skipReason: files.reason },
);
