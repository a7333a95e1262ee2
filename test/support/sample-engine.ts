import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { serveEngine } from '../../src/adapters/engine-process/serve-engine.ts';
import { ModelError } from '../../src/models/model-error.ts';

// An engine without a model: says back, waits, streams, blocks its event loop, or dies.

const settingsSchema = z.object({
  /** Where it writes its process id before a start that takes a minute. */
  slow: z.string().optional(),
  fail: z.boolean().optional(),
});

serveEngine(async (settings) => {
  const { slow, fail } = settingsSchema.parse(settings);
  if (slow !== undefined) {
    writeFileSync(slow, String(process.pid));
    await wait(60_000);
  }
  if (fail === true) throw new ModelError('model-corrupt', 'Cannot load model "sample"');
  return {
    facts: { settings, environment: { ...process.env } },
    operations: {
      echo: async (input) => input,
      wait: async (ms) => {
        await wait(Number(ms));
        return 'waited';
      },
      stream: async (count, call) => {
        let said = 0;
        while (said < Number(count) && !call.signal.aborted) {
          call.emit(said);
          said += 1;
          await wait(2);
        }
        return said;
      },
      fault: async () => {
        throw new Error('the customer wrote 4111 1111 1111 1111');
      },
      refuse: async () => {
        throw new ModelError('prompt-too-long', 'Cannot generate: too long');
      },
      block: async (ms) => {
        const end = Date.now() + Number(ms);
        while (Date.now() < end);
        return 'unblocked';
      },
      die: async () => process.exit(3),
      breach: async () => {
        process.send?.({ kind: 'nonsense' });
        await wait(10_000);
      },
    },
  };
});
