import type { Engines } from './compose-engines.ts';
import { recordKnowledge } from './compose-knowledge-record.ts';
import type { Store } from './compose-store.ts';
import { productVersion } from './config/product-version.ts';
import type { LoadReport } from './knowledge/load-knowledge.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import type { KeptPolicy } from './pipeline/ledger.ts';
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
  const before = store.policyHistory.latestHash();
  if (before !== snapshot.hash) await commitPolicy(stages, { before, snapshot, at });
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

/**
 * Puts every policy that comes into force while the appliance runs on the record. A change that cannot be written, on a
 * full disk, is written before the next one; the next start writes it too.
 */
export function recordPolicyChanges(
  { policy, events, now }: Pick<RecordParts, 'policy' | 'events' | 'now'>,
  stages: Pick<Stages, 'ledger'>,
): (change: PolicyChange) => void {
  const unwritten: NewPolicy[] = [];
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    for (let next = unwritten[0]; next !== undefined; next = unwritten[0]) {
      await commitPolicy(stages, next);
      unwritten.shift();
    }
  };
  return function onPolicyChange(change) {
    if (change.kind === 'rejected') events.policyRejected({ code: 'policy-invalid' });
    if (change.kind !== 'changed') return;
    events.policyReloaded({ hash: change.to });
    unwritten.push({ before: change.from, snapshot: policy.current(), at: now().toISOString() });
    // Nobody waits for this: thrown on, a full disk under an edit would end the process.
    writing = writing.then(write).catch((error: unknown) => events.faultCaught({ code: 'policy-not-recorded', error }));
  };
}

interface NewPolicy {
  readonly before: string | null;
  readonly snapshot: Pick<KeptPolicy, 'hash' | 'texts'>;
  readonly at: string;
}

/** Entry and texts together: were they apart, a stop between them would keep the change off the log for ever. */
async function commitPolicy(stages: Pick<Stages, 'ledger'>, { before, snapshot, at }: NewPolicy): Promise<void> {
  const { hash, texts } = snapshot;
  const entry = { v: 2, kind: 'policy-changed', at, actor: serverActor, old: before, new: hash } as const;
  const build = () => ({ writes: [{ kind: 'policy', policy: { hash, at, texts } } as const], answer: null });
  await stages.ledger.commit({ entry, expects: null, idempotency: null, build });
}

/** That it stops of its own accord. */
export async function recordStop(stages: Stages): Promise<void> {
  await commitEntry(stages, { v: 2, kind: 'appliance-stopped', at: stages.now().toISOString(), actor: serverActor });
}
