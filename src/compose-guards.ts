import { performance } from 'node:perf_hooks';
import type { Connector } from './actions/connector.ts';
import type { GuardSpec } from './adapters/resilience/guard.ts';
import { guardConnector, judgeConnectorError } from './adapters/resilience/guard-connector.ts';
import { guardIndex } from './adapters/resilience/guard-index.ts';
import { guardClassifier, guardEmbedder, guardGenerator, judgeModelError } from './adapters/resilience/guard-models.ts';
import { guardProvider } from './adapters/resilience/guard-provider.ts';
import { createGuards, type Guards } from './adapters/resilience/guards.ts';
import type { Engines } from './compose-engines.ts';
import type { Config } from './config/read-config.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';
import type { PassageIndex } from './knowledge/passage-index.ts';
import type { Events } from './telemetry/events.ts';

/** The same for all: a fault that lasts is noticed at the third call, and a cure within about a second. */
const breaker = { failures: 3, probeAfterMs: 1_000 };

/**
 * What is known of each dependency, in one table. Engines bound their calls themselves, so that their deadline here is
 * only the net under it. What waits at one dependency is fewer than the turns that are let in, so that one that hangs
 * does not take all of them.
 */
const specs = {
  // A second attempt would wait for the restart of the engine: the turn is with a person sooner.
  encoder: { ...breaker, atOnce: 32, queue: 64, retries: 0 },
  names: { ...breaker, atOnce: 32, queue: 64, retries: 0 },
  index: { ...breaker, atOnce: 64, queue: 64, retries: 0, timeoutMs: 1_000 },
  connector: { ...breaker, atOnce: 8, queue: 16, retries: 1 },
  'sign-in': { ...breaker, atOnce: 8, queue: 8, retries: 1, timeoutMs: 10_500 },
} as const satisfies Readonly<Record<string, Omit<GuardSpec, 'timeoutMs'> & Partial<GuardSpec>>>;

/** Beyond the own deadline of what is guarded. */
const NET_MS = 500;

export interface ApplianceGuards {
  /** Dependency → `closed`, `open` or `probing`. */
  states: Guards['states'];
  engines(engines: Engines, config: Config): Engines;
  index(index: PassageIndex): PassageIndex;
  connector(connector: Connector, of: { readonly name: string; readonly timeoutMs: number }): Connector;
  provider(provider: IdentityProvider): IdentityProvider;
}

/** Guards of everything the appliance leans on; each change of a breaker is told. */
export function createApplianceGuards(
  events: Pick<Events, 'breakerChanged'>,
  nowMs: () => number = () => performance.now(),
): ApplianceGuards {
  const guards = createGuards({ nowMs, onChange: events.breakerChanged });
  return {
    states: guards.states,
    engines: (engines, config) => guardEngines(guards, engines, config),
    index: (index) =>
      guardIndex(
        index,
        guards.before('index', specs.index, () => 'failure'),
      ),
    connector: (connector, { name, timeoutMs }) => {
      const spec = { ...specs.connector, timeoutMs: timeoutMs + NET_MS };
      return guardConnector(connector, guards.before(`connector-${name}`, spec, judgeConnectorError));
    },
    provider: (provider) =>
      guardProvider(
        provider,
        guards.before('sign-in', specs['sign-in'], () => 'failure'),
      ),
  };
}

function guardEngines(guards: Guards, engines: Engines, { embed, tokens, text }: Config): Engines {
  const { embedder, classifier, generator } = engines;
  const before = (name: 'encoder' | 'names', { deadlineMs }: { readonly deadlineMs: number }) =>
    guards.before(name, { ...specs[name], timeoutMs: deadlineMs + NET_MS }, judgeModelError);
  // As many wait as are served: whoever came later would get a worded reply too late, and gets a quoted one now.
  const textSpec = { ...breaker, atOnce: text.sequences, queue: text.sequences, retries: 0 };
  return {
    ...engines,
    embedder: guardEmbedder(embedder, before('encoder', embed)),
    classifier: classifier && guardClassifier(classifier, before('names', tokens)),
    generator:
      generator &&
      guardGenerator(
        generator,
        guards.before('text', { ...textSpec, timeoutMs: text.deadlineMs + NET_MS }, judgeModelError),
      ),
  };
}
