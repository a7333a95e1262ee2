import type { ComposerFinding } from './compose-composer.ts';
import type { Engines } from './compose-engines.ts';
import type { Readiness } from './http/http-ports.ts';
import type { PolicyHolder } from './policy/policy-holder.ts';

/** What `/readyz` tells: the appliance is ready while it can answer or hand over, and degraded while it can do only the latter. */
export function createReadiness(parts: {
  readonly engines: Engines;
  readonly policy: PolicyHolder;
  readonly composer: ComposerFinding;
  isStopped(): boolean;
}): () => Readiness {
  const { engines, policy, composer } = parts;
  return function readiness() {
    const encoder = engines.embedder.isReady();
    const policyGood = policy.problems().length === 0;
    const stopped = parts.isStopped();
    const names = engines.classifier?.isReady() ?? true;
    const degraded = !encoder || !names || !policyGood || stopped;
    return {
      ready: true,
      state: degraded ? 'degraded' : 'ready',
      parts: {
        store: { state: 'ready' },
        'encoder-engine': encoder ? { state: 'ready' } : { state: 'down', detail: 'handing-over' },
        'names-model': namesState(engines),
        'text-engine': textState(engines, composer),
        policy: policyGood ? { state: 'ready' } : { state: 'degraded', detail: 'last-good-kept' },
        'stop-switch': { state: stopped ? 'on' : 'off' },
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
