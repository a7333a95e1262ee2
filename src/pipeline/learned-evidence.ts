import { ModelError } from '../models/model-error.ts';
import type { Evidence, FoundPersonalData } from '../validation/evidence.ts';
import { toEvidence } from './to-evidence.ts';
import type { TurnContext } from './turn-work.ts';

/** Evidence for a reply that is being worded: validation finds in it what the learned recogniser saw so far. */
export interface LearnedEvidence {
  readonly evidence: Evidence;
  /** Lets the learned recogniser read a sentence, before it is validated. @throws {ModelError} */
  read(sentence: string, signal: AbortSignal): Promise<void>;
}

export function createLearnedEvidence(context: TurnContext): LearnedEvidence {
  const evidence = toEvidence(context);
  const seen: { readonly type: string; readonly value: string }[] = [];
  return {
    evidence: {
      ...evidence,
      findPersonalData: (text) => [...evidence.findPersonalData(text), ...seen.flatMap((one) => placesOf(one, text))],
    },
    read: async function readSentence(sentence, signal) {
      const found = await context.stages.findLearned(sentence, signal).catch((cause: unknown) => {
        throw cause instanceof ModelError
          ? cause
          : new ModelError('engine-failed', 'Cannot read a sentence', { cause });
      });
      seen.push(...found.map(({ type, start, end }) => ({ type, value: sentence.slice(start, end) })));
    },
  };
}

function placesOf(
  { type, value }: { readonly type: string; readonly value: string },
  text: string,
): readonly FoundPersonalData[] {
  const start = text.indexOf(value);
  return start < 0 ? [] : [{ type, start, end: start + value.length }];
}
