import { toRedactedText } from '../redaction/redacted-text.ts';
import type { Stages } from './stages.ts';
import { toValidationRules } from './to-validation-rules.ts';

/** A message with something for every recogniser to look at; invented, and kept nowhere. */
const sample = 'My name is Sam Sample, call me on +1 202 555 0175 about the 15 dollar fee on card 4111 1111 1111 1111.';
/** Nothing in it is anybody's. */
const invented = toRedactedText('replacement card fee', []);
const ROUNDS = 3;

/**
 * Runs the path's code and data once before the first customer, who would otherwise wait for tables to load and code to
 * be compiled. A down embedder is no reason to stop: readiness tells of it.
 */
export async function warmUp(stages: Stages): Promise<void> {
  const policy = stages.policy();
  await stages.intentExamples(policy).catch(() => undefined);
  const collection = stages.defaultCollection();
  for (let round = 0; round < ROUNDS; round += 1) {
    stages.findPersonalData(sample);
    const [vector] = await stages.embedder.embed([invented]).catch(() => []);
    const queries = [{ text: invented, vector: vector ?? null }];
    const request = { queries, collection, audiences: ['public'], carried: [], limit: 3, now: stages.now() };
    const passages = await stages.retrievePassages(request);
    const [passage] = passages;
    if (passage === undefined) return;
    const citation = {
      passage: passage.id,
      title: passage.title,
      version: passage.version,
      updated: passage.updated,
      quote: passage.text,
    };
    const language = policy.files.scope.defaultLanguage;
    const sentences = passage.sentences.slice(0, 4).map((sentence) => sentence.text);
    stages.validateDraft({
      draft: { acknowledgement: '', sentences, language, mode: 'quoted', citations: [citation] },
      evidence: {
        passages,
        own: [],
        findPersonalData: stages.findPersonalData,
        question: 'fee',
        audience: 'public',
        language,
      },
      rules: toValidationRules(policy),
    });
  }
}
