import type { Engines, OpenedLate } from './compose-engines.ts';
import type { openApplianceKnowledge } from './compose-knowledge.ts';
import { recordKnowledge } from './compose-knowledge-record.ts';
import { modelsInUse, recordModelOpened } from './compose-record.ts';
import type { openRoles } from './compose-roles.ts';
import { createExamplesOf } from './compose-stages.ts';
import type { Store } from './compose-store.ts';
import { serverActor } from './pipeline/recorded-call.ts';
import type { Stages } from './pipeline/stages.ts';
import type { Events } from './telemetry/events.ts';

/** What a model that comes late is taken into use with. */
export interface LateParts {
  readonly engines: Engines;
  readonly store: Store;
  readonly stages: Stages;
  readonly events: Pick<Events, 'faultCaught'>;
  readonly knowledge: Pick<Awaited<ReturnType<typeof openApplianceKnowledge>>, 'loadLate'>;
  readonly roles: Pick<Awaited<ReturnType<typeof openRoles>>, 'choose'>;
}

/**
 * Takes models into use that were missing or damaged at the start, once their files are good. What a start would have done
 * with a model is done before it serves: knowledge loaded, intents learnt, all of it on the record. Returns the way to
 * stop that.
 */
export function keepTakingModels(parts: LateParts): () => Promise<void> {
  const { engines, events } = parts;
  const caught = (error: unknown): void => events.faultCaught({ code: 'model-not-taken', error });
  engines.onRestart((engine) => {
    if (engine === 'text') parts.roles.choose().catch(caught);
  });
  const named = new Set(modelsInUse(engines).map(({ id }) => id));
  const stop = engines.keepTrying?.(async function takeModel(opened) {
    try {
      await prepare(parts, opened, named);
    } catch (error) {
      caught(error);
      throw error;
    }
  });
  return stop ?? (async () => undefined);
}

async function prepare(
  { store, stages, knowledge }: LateParts,
  { models, embedder }: OpenedLate,
  named: Set<string>,
): Promise<void> {
  if (embedder !== null) {
    const { report } = await knowledge.loadLate(embedder);
    if (report !== null) await recordKnowledge(store, { actor: serverActor, at: stages.now(), report });
    await createExamplesOf(embedder, store.database)(stages.policy());
  }
  for (const model of models) {
    if (named.has(model.id)) continue;
    await recordModelOpened(stages, model);
    named.add(model.id);
  }
}
