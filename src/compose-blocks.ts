import { splitSentences } from './conversation/split-sentences.ts';
import type { BuildingBlocks } from './http/http-ports.ts';
import { ModelError } from './models/model-error.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import { loneTurn, triageAlone } from './pipeline/lone-turn.ts';
import type { Stages } from './pipeline/stages.ts';
import { toTriageView } from './pipeline/to-decision.ts';
import { toValidationRules } from './pipeline/to-validation-rules.ts';
import { perSnapshot } from './policy/per-snapshot.ts';
import { toWholeDetection } from './redaction/detection-rules.ts';
import { createTextRedaction } from './redaction/redact-text.ts';
import { validateText } from './validation/validate-text.ts';

type RedactText = ReturnType<typeof createTextRedaction>;

/** Stages by themselves, for systems that bring their own conversation. Nothing is stored. */
export function createBlocks(stages: Stages): BuildingBlocks {
  const { classify } = stages;
  const redactionOf = perSnapshot(({ files }) => createTextRedaction({ ...toWholeDetection(files.privacy), classify }));
  const redactText: RedactText = (text) => redactionOf(stages.policy())(text);
  return {
    redact: async (text) => {
      const { redacted, entities, complete } = await redactText(text);
      if (!complete) throw new ApplianceError('store-failed', 'The text could not be redacted completely');
      return { redacted, entities };
    },
    triage: (text) => triageText(stages, redactText, text),
    search: (input) => searchKnowledge(stages, input),
    validate: async ({ reply, passages, question }) => {
      const policy = stages.policy();
      // Somebody else's reply may be longer than ours; every other rule holds for it.
      const rules = { ...toValidationRules(policy), maxSentences: Math.max(splitSentences(reply).length, 1) };
      const language = policy.files.scope.defaultLanguage;
      return validateText({ reply, passages, question, language, findPersonalData: stages.findPersonalData, rules });
    },
  };
}

async function triageText(stages: Stages, redactText: RedactText, text: string) {
  const policy = stages.policy();
  const turn = loneTurn(await redactText(text), policy, stages.now());
  return toTriageView(await withEngines(() => triageAlone(stages, turn, policy)));
}

async function searchKnowledge(stages: Stages, input: Parameters<BuildingBlocks['search']>[0]) {
  const [vector] = await withEngines(() => stages.embedder.embed([input.query]));
  const passages = await stages.retrievePassages({
    queries: [{ text: input.query, vector: vector ?? null }],
    collection: input.collection ?? stages.defaultCollection(),
    audiences: input.role === 'kiosk' ? ['public'] : ['public', 'staff'],
    carried: [],
    limit: input.limit,
    now: stages.now(),
  });
  return passages.map(({ id, document, title, text, relevance, updated, ageDays, stale }) => {
    return { passage: id, document, title, text, score: relevance, updated, ageDays, stale };
  });
}

/** Outside a turn there is no person to hand over to: an engine that is down or full is told to the caller. */
async function withEngines<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ApplianceError('overloaded', 'The language engines cannot answer now; try again in a moment', {
      cause: error,
    });
  }
}
