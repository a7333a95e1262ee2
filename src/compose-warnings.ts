import type { Actions } from './compose-actions.ts';
import { findWebhookProblems } from './compose-alerts.ts';
import type { Engines } from './compose-engines.ts';
import type { PolicyHolder } from './policy/policy-holder.ts';

/** What the operator should know about a start: as it was found then, but for models, which may have come since. */
export async function createWarnings(parts: {
  readonly policy: PolicyHolder;
  readonly actions: Pick<Actions, 'problems'>;
  readonly engines: Pick<Engines, 'problems'>;
  readonly knowledge: { current(): { readonly warnings: readonly string[] } };
}): Promise<() => readonly string[]> {
  const { policy, actions, engines, knowledge } = parts;
  const broken = policy.problems();
  const unreachable = [...(await actions.problems(policy.current())), ...findWebhookProblems(policy.current())];
  return () => [...broken, ...Object.values(engines.problems), ...knowledge.current().warnings, ...unreachable];
}
