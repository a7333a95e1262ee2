import type { RedactedText } from './conversation/redacted-text.ts';
import { splitSentences } from './conversation/split-sentences.ts';
import type { BuildingBlocks } from './http/http-ports.ts';
import { ModelError } from './models/model-error.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import { loneTurn, triageAlone } from './pipeline/lone-turn.ts';
import { redactionUncertain } from './pipeline/redaction-uncertain.ts';
import type { Stages } from './pipeline/stages.ts';
import { toTriageView } from './pipeline/to-decision.ts';
import { toValidationRules } from './pipeline/to-validation-rules.ts';
import { perSnapshot } from './policy/per-snapshot.ts';
import { toDetectionOptions, toWholeDetection } from './redaction/detection-rules.ts';
import { createTextRedaction, type TextRedaction } from './redaction/redact-text.ts';
import { validateText } from './validation/validate-text.ts';

/** Rejects where a recogniser is down: half a redaction is none. */
type RedactText = (text: string) => Promise<TextRedaction>;

/** Stages by themselves, for systems that bring their own conversation. Nothing is stored. */
export function createBlocks(stages: Stages): BuildingBlocks {
  const redactWhole = redactionWith(stages, toWholeDetection);
  const redactQuery = redactionWith(stages, toDetectionOptions);
  return {
    redact: async (text) => {
      const { redacted, entities } = await redactWhole(text);
      return { redacted, entities };
    },
    triage: (text) => triageText(stages, redactWhole, text),
    search: async ({ query, ...where }) => searchKnowledge(stages, (await redactQuery(query)).redacted, where),
    validate: async ({ reply, passages, question }) => {
      const policy = stages.policy();
      // Somebody else's reply may be longer than ours; every other rule holds for it.
      const rules = { ...toValidationRules(policy), maxSentences: Math.max(splitSentences(reply).length, 1) };
      const language = policy.files.scope.defaultLanguage;
      return validateText({ reply, passages, question, language, findPersonalData: stages.findPersonalData, rules });
    },
  };
}

/** Redacts with every recogniser and the rules of the policy in force. */
function redactionWith(stages: Stages, toOptions: typeof toDetectionOptions): RedactText {
  const { classify } = stages;
  const redactionOf = perSnapshot(({ files }) => createTextRedaction({ ...toOptions(files.privacy), classify }));
  return async function redactText(text) {
    const redaction = await redactionOf(stages.policy())(text);
    if (!redaction.complete) throw redactionUncertain();
    return redaction;
  };
}

async function triageText(stages: Stages, redactText: RedactText, text: string) {
  const policy = stages.policy();
  const turn = loneTurn(await redactText(text), policy, stages.now());
  return toTriageView(await withEngines(() => triageAlone(stages, turn, policy)));
}

/** What a customer types at a kiosk is searched for as in a turn: without what is personal in it. */
async function searchKnowledge(
  stages: Stages,
  query: RedactedText,
  input: Omit<Parameters<BuildingBlocks['search']>[0], 'query'>,
) {
  const [vector] = await withEngines(() => stages.embedder.embed([query]));
  const passages = await stages.retrievePassages({
    queries: [{ text: query, vector: vector ?? null }],
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
