import { findKioskPage } from './compose-pages.ts';
import { serveAppliance } from './compose-server.ts';
import { startAppliance } from './compose-start.ts';
import { readConfig } from './config/read-config.ts';
import { readEnvironment } from './config/read-environment.ts';

/** Opens the appliance, listens, and drains on a signal. */
async function main(): Promise<void> {
  const begun = performance.now();
  const environment = readEnvironment();
  const appliance = await startAppliance({
    environment,
    config: readConfig(environment.config),
    pages: findKioskPage(),
  });
  for (const warning of appliance.warnings) process.stderr.write(`${warning}\n`);
  const server = await serveAppliance(appliance, environment);
  const { host } = environment;
  appliance.events.serverStarted({ host, port: server.port, ms: Math.round(performance.now() - begun) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void server.close().catch(tellFault));
}

function tellFault(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? `${String(error.code)}: ` : '';
  process.stderr.write(`${code}${error instanceof Error ? error.message : 'The appliance cannot go on'}\n`);
  process.exitCode = 1;
}

await main().catch(tellFault);
