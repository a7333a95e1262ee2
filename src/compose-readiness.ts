import type { ComposerFinding } from './compose-composer.ts';
import type { Engines } from './compose-engines.ts';
import type { ApplianceGuards } from './compose-guards.ts';
import type { ApplianceWatches } from './compose-watches.ts';
import type { Readiness } from './http/http-ports.ts';
import type { Admission } from './pipeline/admission.ts';
import type { WatchedLedger } from './pipeline/watch-commits.ts';
import type { PolicyHolder } from './policy/policy-holder.ts';

/**
 * What `/readyz` tells: the appliance is ready while it can answer or hand over, and degraded while it can do only the
 * latter. With a full disk it can do neither. A store that fails leaves it ready: only calls show that it works again.
 */
export function createReadiness(parts: {
  readonly engines: Engines;
  readonly policy: PolicyHolder;
  composer(): ComposerFinding;
  readonly guards: Pick<ApplianceGuards, 'states'>;
  readonly watches: ApplianceWatches;
  readonly admission: Pick<Admission, 'isClosed'>;
  readonly store: Pick<WatchedLedger, 'isStoreFailing'>;
  isStopped(): boolean;
}): () => Readiness {
  const { engines, policy } = parts;
  return function readiness() {
    const encoder = engines.embedder.isReady();
    const policyGood = policy.problems().length === 0;
    const stopped = parts.isStopped();
    const names = engines.classifier?.isReady() ?? true;
    const isStopping = parts.admission.isClosed();
    const breakers = [...parts.guards.states()];
    const [disk, loop] = [parts.watches.disk(), parts.watches.loop()];
    const isWatched = disk !== 'ready' || loop !== 'ready';
    const isCut = breakers.some(([, state]) => state !== 'closed');
    const isFailing = parts.store.isStoreFailing();
    const degraded = !encoder || !names || !policyGood || stopped || isCut || isWatched || isFailing;
    return {
      ready: !isStopping && disk !== 'full',
      state: isStopping ? 'stopping' : degraded ? 'degraded' : 'ready',
      parts: {
        store: isFailing ? { state: 'degraded', detail: 'commits-failing' } : { state: 'ready' },
        disk: disk === 'low' ? { state: disk, detail: 'handing-over' } : { state: disk },
        'event-loop': { state: loop },
        'encoder-engine': encoder ? { state: 'ready' } : { state: 'down', detail: 'handing-over' },
        'names-model': namesState(engines),
        'text-engine': textState(engines, parts.composer()),
        policy: policyGood ? { state: 'ready' } : { state: 'degraded', detail: 'last-good-kept' },
        'stop-switch': { state: stopped ? 'on' : 'off' },
        ...Object.fromEntries(breakers.map(([name, state]) => [`breaker-${name}`, { state }])),
      },
    };
  };
}

/** Without it nobody knows what personal data a message still holds. */
function namesState({ classifier }: Engines): { state: string; detail?: string } {
  if (classifier === null) return { state: 'absent', detail: 'rules-alone' };
  return classifier.isReady() ? { state: 'ready' } : { state: 'down', detail: 'handing-over' };
}

function textState(engines: Engines, composer: ComposerFinding): { state: string; detail?: string } {
  if (engines.generator === null) return { state: 'absent', detail: 'quoting' };
  if (!engines.generator.isReady()) return { state: 'down', detail: 'quoting' };
  return { state: 'ready', detail: composer.composer === null ? `quoting-${composer.why}` : 'composing' };
}
