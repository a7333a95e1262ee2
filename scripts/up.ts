import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findKioskPage } from '../src/compose-pages.ts';
import { serveAppliance } from '../src/compose-server.ts';
import { startAppliance } from '../src/compose-start.ts';
import { readConfig } from '../src/config/read-config.ts';
import { type Environment, readEnvironment } from '../src/config/read-environment.ts';
import { findMissingModels } from '../src/models/missing-models.ts';
import { ModelError } from '../src/models/model-error.ts';
import { createModelStore } from '../src/models/model-store.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createCommand } from './command.ts';
import { formatBytes } from './progress.ts';
import { createWelcome } from './welcome.ts';

const { program, progress, run } = createCommand('up', 'prepare this machine, then start the appliance');

interface UpOptions {
  readonly offline?: true;
  readonly from?: string;
  readonly verbose?: true;
}

/** Fetches what is missing. Without a model the appliance still starts: it quotes, or hands over. */
async function pullModels(environment: Environment, { offline, from }: UpOptions): Promise<readonly string[]> {
  const store = await createModelStore({ directory: environment.models, offline: environment.offline || offline });
  const problems: string[] = [];
  for (const id of await findMissingModels(store)) {
    try {
      await store.pullModels([id], {
        from,
        onProgress: ({ model, source, bytes, totalBytes }) =>
          progress.report(
            `Fetching ${model} from ${source}${bytes === undefined ? '' : ` ${formatBytes(bytes, totalBytes)}`}`,
          ),
      });
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
}

async function up(options: UpOptions): Promise<void> {
  const begun = performance.now();
  const environment = readEnvironment();
  const problems = await pullModels(environment, options);
  progress.report('Opening the appliance');
  const appliance = await startAppliance({
    environment,
    config: readConfig(environment.config),
    pages: findKioskPage(),
    ...(options.verbose ? {} : { log: createLog('silent') }),
    onProgress: (what) => progress.report(what),
  });
  const server = await serveAppliance(appliance, environment);
  progress.finish();
  for (const line of [...problems, ...appliance.warnings]) process.stderr.write(`note: ${line}\n`);
  const { host } = environment;
  const seconds = (performance.now() - begun) / 1000;
  const keysFile = join(environment.data, 'keys.json');
  process.stdout.write(
    createWelcome({
      address: `http://${host}:${server.port}`,
      keys: appliance.firstKeys ?? null,
      keysFile: existsSync(keysFile) ? relative(process.cwd(), keysFile) : null,
      vkey: appliance.store.log.vkey,
      seconds,
    }),
  );
  let stopping = false;
  // A terminal and npm both pass one Ctrl-C on: the second must not cut the first short.
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    process.stdout.write('\nFinishing what is under way…\n');
    server.close().then(
      () => process.stdout.write('Closed.\n'),
      (error: unknown) => process.stderr.write(`${String(error)}\n`),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

program
  .option('--offline', 'never touch the network')
  .option('--from <path>', 'a folder or zip archive to take models from')
  .option('--verbose', 'print the log')
  .action(up);

await run();
