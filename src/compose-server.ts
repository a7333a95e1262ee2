import { setTimeout as pause } from 'node:timers/promises';
import { type ServerType, serve } from '@hono/node-server';
import type { Appliance } from './compose.ts';
import { ConfigError } from './config/config-error.ts';

export interface RunningServer {
  readonly port: number;
  /** Takes no new request, finishes those under way, then closes the appliance; however often it is asked. */
  close(): Promise<void>;
}

type ServedAppliance = Pick<Appliance, 'app' | 'close'> & Partial<Pick<Appliance, 'refuseWork'>>;

/** How long requests under way may take once the server drains. */
const LONGEST_DRAIN_MS = 20_000;
/** How often idle connections are cut while the server drains; requests under way are finished. */
const CUT_MS = 100;
/** Idle connections outlive those of common proxies (60 s), so that these end them and no call runs into the end of one. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Listens for an open appliance.
 *
 * @throws {ConfigError} `port-in-use`, `address-unusable`; the appliance is closed then
 */
export async function serveAppliance(
  appliance: ServedAppliance,
  address: { readonly host: string; readonly port: number },
): Promise<RunningServer> {
  try {
    const { server, port } = await listen(appliance, address);
    const draining: { done: Promise<void> | null } = { done: null };
    return { port, close: () => (draining.done ??= drain(server, appliance)) };
  } catch (error) {
    await appliance.close();
    throw toConfigError(error, address);
  }
}

function listen(
  { app }: Pick<Appliance, 'app'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const serverOptions = { keepAliveTimeout: KEEP_ALIVE_MS };
    const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }, (info) =>
      resolve({ server, port: info.port }),
    );
    server.once('error', reject);
  });
}

async function drain(server: ServerType, appliance: ServedAppliance): Promise<void> {
  appliance.refuseWork?.();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const stopCutting = 'closeIdleConnections' in server ? cutConnections(server) : undefined;
  const ended = await Promise.race([closed.then(() => true), pause(LONGEST_DRAIN_MS, false, { ref: false })]);
  // Whoever keeps a stream open beyond every deadline of a turn does not keep the appliance.
  if (!ended && 'closeAllConnections' in server) server.closeAllConnections();
  stopCutting?.();
  await appliance.close();
}

/** A client that goes on asking over its open connection would keep the server up for ever: its next answer is its last. */
function cutConnections(server: Extract<ServerType, { closeIdleConnections(): void }>): () => void {
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  server.closeIdleConnections();
  const cut = setInterval(() => server.closeIdleConnections(), CUT_MS);
  return () => clearInterval(cut);
}

function toConfigError(error: unknown, { host, port }: { readonly host: string; readonly port: number }): ConfigError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const what = `Cannot listen on ${host}:${port}: another program does. Stop it, or set CONFIDANT_PORT to a free port`;
    return new ConfigError('port-in-use', what, { cause: error });
  }
  const what = `Cannot listen on ${host}:${port}: ${typeof code === 'string' ? code : 'unknown reason'}. Set CONFIDANT_HOST and CONFIDANT_PORT to an address of this machine`;
  return new ConfigError('address-unusable', what, { cause: error });
}
