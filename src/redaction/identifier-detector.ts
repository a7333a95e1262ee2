import type { Candidate, Detector } from './detector.ts';
import type { EntityType } from './entity-type.ts';
import { isQuantity, isReference, wordsBefore } from './text-around.ts';

/** An identifier that is found by its shape and believed for its check digits or the words before it. */
export interface IdentifierRule {
  readonly id: string;
  readonly type: EntityType;
  /** Shape, with flag `g`; every quantifier bounded or over disjoint characters. */
  readonly shape: RegExp;
  /** Words that name it, looked for shortly before the value. */
  readonly label: RegExp;
  /** Words that name it when they follow: `8711 is my ssn`. */
  readonly labelAfter?: RegExp;
  /** Check digits, over the value without spaces, dots, dashes and slashes. */
  readonly isValid?: (value: string) => boolean;
  /** Right check digits are enough without a label. Only where few random numbers of the shape pass. */
  readonly checksumSuffices?: boolean;
  /** The shape is enough without a label, with this score. */
  readonly shapeScore?: number;
}

/** Characters after a value in which words may name it. */
const REACH_AFTER = 32;

/** Makes a detector from a rule. A labelled value with wrong check digits counts as mistyped, not as harmless. */
export function createIdentifierDetector(rule: IdentifierRule): Detector {
  return {
    id: rule.id,
    find: function findIdentifiers(text) {
      const candidates: Candidate[] = [];
      for (const match of text.matchAll(rule.shape)) {
        const candidate = toCandidate(rule, text, match);
        if (candidate !== undefined) candidates.push(candidate);
      }
      return candidates;
    },
  };
}

function toCandidate(rule: IdentifierRule, text: string, match: RegExpExecArray): Candidate | undefined {
  const [value] = match;
  const start = match.index;
  const end = start + value.length;
  const place = { type: rule.type, start, end };
  const isLabelled =
    rule.label.test(wordsBefore(text, start)) || rule.labelAfter?.test(text.slice(end, end + REACH_AFTER)) === true;
  const isProved = rule.isValid?.(value.replace(/[\s./-]/g, '')) ?? false;

  if (isProved && (isLabelled || (rule.checksumSuffices === true && !isReference(text, start)))) {
    return { ...place, score: isLabelled ? 0.99 : 0.95, source: `checksum:${rule.id}` };
  }
  if (isQuantity(text, start, end)) return undefined;
  if (isLabelled) return { ...place, score: 0.85, source: `context:${rule.id}` };
  if (rule.shapeScore === undefined || isReference(text, start)) return undefined;
  return { ...place, score: rule.shapeScore, source: `pattern:${rule.id}` };
}
