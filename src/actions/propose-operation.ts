import type { OperationPolicy } from '../policy/action-policy.ts';
import { matchesPhrase, toWords } from '../policy/phrase-pattern.ts';

/** What a message is taken for; declared here, matched by structure. */
export interface Asked {
  readonly intent: string;
  readonly confidence: number;
  /** Redacted. */
  readonly question: string;
}

/** The first operation of the file that is there for this intent and these words, or null. No model is asked. */
export function proposeOperation(operations: readonly OperationPolicy[], asked: Asked): OperationPolicy | null {
  const words = toWords(asked.question);
  const fits = ({ spec, phrases, unless }: OperationPolicy): boolean =>
    spec.intents.includes(asked.intent) &&
    asked.confidence >= spec.minConfidence &&
    (phrases.length === 0 || phrases.some((phrase) => matchesPhrase(phrase, words))) &&
    !unless.some((phrase) => matchesPhrase(phrase, words));
  return operations.find(fits) ?? null;
}
