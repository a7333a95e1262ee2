import { ModelError } from '../../models/model-error.ts';
import type { FoundPersonalData } from '../../validation/evidence.ts';
import type { Stages } from '../stages.ts';
import type { TurnInputs } from './recorded-inputs.ts';

/** Findings of rules that have no kind of their own. */
const FOREIGN = 'foreign-placeholder';

/**
 * What the names model saw in sentences of a recorded draft. The record has kinds, not places: the whole sentence stands
 * for what rules do not find in it. A sentence that is missing from a recorded draft is one the model could not read; a turn
 * that was cut off recorded no draft, and nothing was seen in what it told.
 */
export function recordedLearned(
  { record }: Pick<TurnInputs, 'record'>,
  findPersonalData: Stages['findPersonalData'],
): Stages['findLearned'] {
  const drafts = record.drafts.filter(({ mode }) => mode === 'composed');
  const sentences = drafts.flatMap((draft) => draft.sentences);
  return async function findRecorded(text): Promise<readonly FoundPersonalData[]> {
    const sentence = sentences.find((one) => one.text === text);
    if (sentence === undefined) {
      if (drafts.length > 0) throw new ModelError('engine-failed', 'It could not be read when it was recorded');
      return [];
    }
    const byRules = new Set(findPersonalData(text).map(({ type }) => type));
    const start = text.length - text.trimStart().length;
    return sentence.findings
      .filter(({ check, detail }) => check === 'personal-data-leak' && detail !== FOREIGN && !byRules.has(detail))
      .map(({ detail: type }) => ({ type, start, end: text.trimEnd().length }));
  };
}
