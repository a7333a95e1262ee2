import type { Engines } from './compose-engines.ts';
import { recordKnowledge } from './compose-knowledge-record.ts';
import type { Store } from './compose-store.ts';
import { productVersion } from './config/product-version.ts';
import type { LoadReport } from './knowledge/load-knowledge.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import { serverActor } from './pipeline/recorded-call.ts';
import type { Stages } from './pipeline/stages.ts';
import type { PolicyChange, PolicyHolder } from './policy/policy-holder.ts';
import type { Events } from './telemetry/events.ts';

/** What the appliance puts on the record about itself. */
interface RecordParts {
  readonly now: () => Date;
  readonly events: Events;
  readonly store: Store;
  readonly policy: PolicyHolder;
  readonly engines: Engines;
}

interface ModelName {
  readonly id: string;
  readonly sha256: string;
}

/** That it started, with what: and before, that policy or knowledge is another one than at the last stop. */
export async function recordStart(
  { store, now, engines, policy }: RecordParts,
  stages: Stages,
  report: LoadReport | null,
): Promise<void> {
  const at = now().toISOString();
  const snapshot = policy.current();
  const before = store.policyHistory.keep(snapshot);
  if (before !== snapshot.hash) {
    await commitEntry(stages, {
      v: 2,
      kind: 'policy-changed',
      at,
      actor: serverActor,
      old: before,
      new: snapshot.hash,
    });
  }
  const { added, changed, removed } = report ?? { added: [], changed: [], removed: [] };
  await recordKnowledge(store, { actor: serverActor, at: now(), report: { added, changed, removed } });
  await commitEntry(stages, {
    v: 2,
    kind: 'appliance-started',
    at,
    actor: serverActor,
    version: productVersion,
    policy: snapshot.hash,
    knowledge: stages.knowledgeVersion(),
    models: Object.fromEntries(modelsInUse(engines).map(({ id, sha256 }) => [id, sha256])),
  });
}

/** Whatever may answer in a turn; `none` for an embedding model that could not be opened. */
export function modelsInUse({ embedder, classifier, generator }: Engines): readonly ModelName[] {
  const optional = [classifier, generator].flatMap((one) => (one?.isReady() === true ? [one.model] : []));
  return [embedder.model, ...optional];
}

/** That a model is in use which the start could not name. */
export async function recordModelOpened(
  stages: Pick<Stages, 'ledger' | 'now'>,
  { id, sha256 }: ModelName,
): Promise<void> {
  const at = stages.now().toISOString();
  const target = `${id}@sha256:${sha256}`;
  await commitEntry(stages, { v: 2, kind: 'admin-act', at, actor: serverActor, act: 'model-opened', target });
}

/** Keeps a policy that came into force while the appliance runs, and says so. */
export function onPolicyChange({ store, events, now }: RecordParts, stages: Stages, change: PolicyChange): void {
  if (change.kind === 'rejected') events.policyRejected({ code: 'policy-invalid' });
  if (change.kind !== 'changed') return;
  try {
    store.policyHistory.keep(stages.policy());
  } catch (error) {
    // Nobody waits for this: thrown on, a full disk under an edit would end the process.
    events.faultCaught({ code: 'policy-not-kept', error });
  }
  events.policyReloaded({ hash: change.to });
  const entry = {
    v: 2,
    kind: 'policy-changed',
    at: now().toISOString(),
    actor: serverActor,
    old: change.from,
    new: change.to,
  } as const;
  commitEntry(stages, entry).catch((error: unknown) => events.faultCaught({ code: 'policy-not-recorded', error }));
}

/** That it stops of its own accord. */
export async function recordStop(stages: Stages): Promise<void> {
  await commitEntry(stages, { v: 2, kind: 'appliance-stopped', at: stages.now().toISOString(), actor: serverActor });
}
