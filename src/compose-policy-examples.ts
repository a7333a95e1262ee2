import { tryAlertExamples } from './alerts/try-example.ts';
import { openBulkEmbedder } from './compose-offline.ts';
import type { Environment } from './config/read-environment.ts';
import type { Embedder } from './models/embedder.ts';
import { ModelError } from './models/model-error.ts';
import { loneTurn, triageAlone, triageByWords } from './pipeline/lone-turn.ts';
import { type ExampleEnd, type ExampleTriage, tryExamples } from './pipeline/replay/try-examples.ts';
import type { PolicySet } from './policy/parse-policy-set.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';
import { tryIdentifiers } from './redaction/detection-rules.ts';
import { createTextRedaction } from './redaction/redact-text.ts';
import { createIntentExamples } from './triage/intent-examples.ts';

/** How the examples of a policy came out, for everybody and with each set of layers. */
export interface ExampleReport {
  readonly ends: readonly (ExampleEnd & { readonly layers: readonly string[] })[];
  /** The model messages were classified with; null where it was not here. */
  readonly model: { readonly id: string; readonly sha256: string } | null;
  /** Why there was no model. */
  readonly problem: string | null;
}

/** Runs the examples of every rule; those that need the embedding model are skipped, and told, where it is not here. */
export async function testPolicy(policies: PolicySet, environment: Environment): Promise<ExampleReport> {
  const { embedder, problem } = await findEmbedder(environment);
  try {
    return { ...(await testPolicyWith(policies, embedder)), problem };
  } finally {
    await embedder?.close();
  }
}

export async function testPolicyWith(
  policies: PolicySet,
  embedder: Embedder | null,
): Promise<Omit<ExampleReport, 'problem'>> {
  const triageFor = createExampleTriage(embedder);
  const told = new Set<string>();
  const ends: ExampleReport['ends'][number][] = [...identifierEnds(policies.base), ...alertEnds(policies.base)];
  for (const policy of policies.all) {
    for (const end of await tryExamples(policy, triageFor(policy))) {
      // What holds for everybody is told once; with layers only what is other.
      const key = `${end.at} ${end.kind} ${end.detail}`;
      if (!told.has(key)) ends.push({ ...end, layers: policy.layers });
      told.add(key);
    }
  }
  const model = embedder && { id: embedder.model.id, sha256: embedder.model.sha256 };
  return { ends, model };
}

function identifierEnds(policy: PolicySnapshot): ExampleReport['ends'] {
  const { privacy } = policy.files;
  return tryIdentifiers(privacy).map(({ id, list, index, detail }) => {
    const place = privacy.identifiers.findIndex((one) => one.id === id);
    const at = policy.locate('privacy', ['identifiers', place, list, index]);
    return toEnd(policy, { rule: `identifier ${id}`, at, detail });
  });
}

function alertEnds(policy: PolicySnapshot): ExampleReport['ends'] {
  return policy.files.alerts.rules.flatMap((rule, place) =>
    tryAlertExamples(rule).map(({ list, index, detail }) => {
      const at = policy.locate('alerts', ['rules', place, list, index]);
      return toEnd(policy, { rule: `alert ${rule.id}`, at, detail });
    }),
  );
}

/** Of an example that is tried without a turn, the same with every set of layers. */
function toEnd(
  { layers }: PolicySnapshot,
  { rule, at, detail }: Pick<ExampleEnd, 'rule' | 'at' | 'detail'>,
): ExampleReport['ends'][number] {
  return { rule, at, kind: detail === '' ? 'passed' : 'failed', detail, layers };
}

function createExampleTriage(embedder: Embedder | null): (policy: PolicySnapshot) => ExampleTriage {
  const redact = createTextRedaction();
  const intentExamples = embedder && createIntentExamples(embedder);
  return function exampleTriageOf(policy) {
    const asTurn = async (message: string) => loneTurn(await redact(message), policy, new Date());
    return {
      byWords: async (message) => triageByWords(await asTurn(message), policy),
      whole:
        embedder && intentExamples
          ? async (message) => triageAlone({ embedder, intentExamples }, await asTurn(message), policy)
          : null,
    };
  };
}

async function findEmbedder(
  environment: Environment,
): Promise<{ readonly embedder: Embedder | null; readonly problem: string | null }> {
  try {
    return { embedder: await openBulkEmbedder(environment), problem: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { embedder: null, problem: error.message };
  }
}
