import { createHmac, randomBytes } from 'node:crypto';
import type { LabelledSpan, TokenClassifier } from '../models/token-classifier.ts';
import type { Candidate } from './detector.ts';
import type { EntityType } from './entity-type.ts';
import { areOrdinaryWords } from './name-words.ts';

/** The learned recogniser over readable text. Rejects when the model cannot answer. */
export type ClassifyText = (text: string, signal?: AbortSignal) => Promise<readonly Candidate[]>;

/** Labels of the model that are told, and what they are here. Identifiers with a structure are left to the rules. */
const types: Readonly<Record<string, EntityType>> = {
  NAME: 'NAME',
  PLACE: 'PLACE',
  ORGANIZATION: 'ORGANIZATION',
  ADDRESS: 'ADDRESS',
  NRP: 'NRP',
  AGE: 'AGE',
  JOB: 'TITLE',
};
/** Kinds the model may see in a word of everyday service it has not met. */
const mayBeOrdinary: ReadonlySet<EntityType> = new Set(['NAME', 'ORGANIZATION']);
/** Between a street and its town. */
const besideStreet = /^[\s,.;>|*?-]{0,12}$/;
/** Texts whose findings are remembered, by a hash no one else can make: a message is read once, whoever asks. */
const KEPT_TEXTS = 32;

/** Makes candidates of what the model labels. The weakest of all proofs: a rule that disagrees wins. */
export function createTextClassification(classifier: TokenClassifier): ClassifyText {
  const kept = new Map<string, readonly Candidate[]>();
  const secret = randomBytes(32);
  return async function classifyText(text, signal) {
    const name = createHmac('sha256', secret).update(text).digest('base64url');
    const before = kept.get(name);
    if (before !== undefined) return before;
    const found = withTowns(toCandidates(await classifier.tag(text, signal), text), text);
    const oldest = kept.keys().next();
    if (kept.size >= KEPT_TEXTS && oldest.done !== true) kept.delete(oldest.value);
    kept.set(name, found);
    return found;
  };
}

function toCandidates(spans: readonly LabelledSpan[], text: string): readonly Candidate[] {
  return spans.flatMap(({ label, start, end, score }): Candidate[] => {
    const type = types[label];
    if (type === undefined) return [];
    if (mayBeOrdinary.has(type) && areOrdinaryWords(text.slice(start, end))) return [];
    return [{ type, start, end, score, source: 'model:names' }];
  });
}

/** A town beside a street is part of the address, even where towns alone stay readable. */
function withTowns(candidates: readonly Candidate[], text: string): readonly Candidate[] {
  return candidates.map((candidate, index) => {
    if (candidate.type !== 'PLACE') return candidate;
    const [before, after] = [candidates[index - 1], candidates[index + 1]];
    const isBeside =
      (before?.type === 'ADDRESS' && besideStreet.test(text.slice(before.end, candidate.start))) ||
      (after?.type === 'ADDRESS' && besideStreet.test(text.slice(candidate.end, after.start)));
    return isBeside ? { ...candidate, type: 'ADDRESS' } : candidate;
  });
}
