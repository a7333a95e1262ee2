import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { openAppliance } from './compose.ts';
import { readConfig } from './config/read-config.ts';
import { readEnvironment } from './config/read-environment.ts';

/** Opens the appliance, listens, and drains on a signal. */
const environment = readEnvironment(process.env);
const begun = performance.now();
const appliance = await openAppliance({
  environment,
  config: readConfig(environment.config),
  pages: join(import.meta.dirname, '..', 'pages', 'kiosk'),
});
for (const warning of appliance.warnings) process.stderr.write(`${warning}\n`);

const server = serve({ fetch: appliance.app.fetch, hostname: environment.host, port: environment.port }, ({ port }) => {
  appliance.events.serverStarted({ host: environment.host, port, ms: Math.round(performance.now() - begun) });
});

async function drain(): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await appliance.close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void drain());
