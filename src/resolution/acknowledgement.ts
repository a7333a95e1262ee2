import type { Emotion } from '../policy/policy-schema.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import { wordingFor } from '../policy/policy-snapshot.ts';

/** What policy says first to a customer in this mood; an empty text where it says nothing. */
export function acknowledgementFor(policy: PolicySnapshot, emotion: Emotion, language: string): string {
  const wording = policy.files.tone.acknowledgements[emotion];
  return wording ? wordingFor(wording, language) : '';
}
