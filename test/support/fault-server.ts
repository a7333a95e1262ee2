import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openAppliance } from '../../src/compose.ts';
import { serveAppliance } from '../../src/compose-server.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { wordEmbedder } from './word-embedder.ts';

/**
 * A process of its own with the whole appliance in it: the sample bank, words in place of an embedding model, no text
 * model. Prints one JSON line once it listens.
 */
const settings = z
  .object({
    data: z.string(),
    knowledge: z.string(),
    port: z.number(),
    embedMs: z.number(),
    turnsAtOnce: z.number().default(32),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
/** Compiled, this file stands elsewhere; it is started in the project's root. */
const root = process.cwd();

let listening = false;

async function main(): Promise<void> {
  const begun = performance.now();
  const config = readConfig(join(settings.data, 'none.yaml'));
  const embedder = slowEmbedder(settings.embedMs);
  const appliance = await openAppliance({
    environment: {
      host: '127.0.0.1',
      port: settings.port,
      data: settings.data,
      models: join(root, 'models'),
      policies: join(root, 'policies'),
      knowledge: settings.knowledge,
      config: join(settings.data, 'none.yaml'),
      offline: true,
    },
    config: {
      ...config,
      limits: {
        ...config.limits,
        requestsPerMinute: 1_000_000,
        turnsAtOnce: settings.turnsAtOnce,
        turnsWaiting: Math.floor(settings.turnsAtOnce / 2),
      },
    },
    pages: join(settings.data, 'no-pages'),
    log: createLog('silent'),
    engines: {
      embedder,
      classifier: null,
      generator: null,
      problems: {},
      onRestart: () => undefined,
      close: () => embedder.close(),
    },
  });
  const server = await serveAppliance(appliance, { host: '127.0.0.1', port: settings.port });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
  listening = true;
  const ms = Math.round(performance.now() - begun);
  process.stdout.write(
    `${JSON.stringify({ port: server.port, pid: process.pid, ms, warnings: appliance.warnings })}\n`,
  );
}

/** Slow for questions, and not for what is embedded while the appliance starts. */
function slowEmbedder(ms: number): Embedder {
  const words = wordEmbedder();
  return {
    model: words.model,
    dimension: words.dimension,
    embed: async (texts, signal) => {
      if (ms > 0 && listening) await sleep(ms);
      return words.embed(texts, signal);
    },
    isReady: () => words.isReady(),
    close: () => words.close(),
  };
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The appliance cannot start'}\n`);
  process.exitCode = 1;
});
