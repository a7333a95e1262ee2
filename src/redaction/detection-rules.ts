import { toCountry } from './default-country.ts';
import type { EntityType } from './entity-type.ts';
import type { DetectionOptions } from './find-candidates.ts';
import { createOperatorIdentifier, type OperatorIdentifier } from './operator-identifier.ts';

/** What `privacy.yaml` says of personal data in messages. */
export interface PrivacyRules {
  readonly defaultCountry: string;
  readonly ours: readonly string[];
  readonly kept: readonly EntityType[];
  readonly identifiers: readonly (OperatorIdentifier & IdentifierExamples)[];
}

interface IdentifierExamples {
  readonly examples: readonly { readonly text: string; readonly value: string }[];
  readonly not: readonly string[];
}

/** Policy as detection takes it. */
export function toDetectionOptions(
  rules: PrivacyRules,
): DetectionOptions & { readonly defaultCountry: ReturnType<typeof toCountry> } {
  const { ours, kept, identifiers } = rules;
  return { defaultCountry: toCountry(rules.defaultCountry), ours, kept, identifiers };
}

/** The same with nothing kept: outside a conversation everything that is found is told. */
export function toWholeDetection(rules: PrivacyRules): ReturnType<typeof toDetectionOptions> {
  return { ...toDetectionOptions(rules), kept: [] };
}

/** An example of an identifier, and what came out of it: '' where it holds. */
interface TriedExample {
  readonly id: string;
  readonly list: 'examples' | 'not';
  readonly index: number;
  readonly detail: string;
}

/** Runs the examples of every identifier through its own detector. */
export function tryIdentifiers({ identifiers, defaultCountry }: PrivacyRules): readonly TriedExample[] {
  const options = { defaultCountry: toCountry(defaultCountry) };
  return identifiers.flatMap((identifier) => {
    const { id } = identifier;
    const detector = createOperatorIdentifier(identifier);
    const found = (text: string): string[] =>
      detector.find(text, options).map(({ start, end }) => text.slice(start, end));
    return [
      ...identifier.examples.map(({ text, value }, index) => {
        const detail = found(text).includes(value) ? '' : `"${value}" is not found in it`;
        return { id, list: 'examples' as const, index, detail };
      }),
      ...identifier.not.map((text, index) => {
        const detail = found(text).length === 0 ? '' : `"${found(text).join('", "')}" is found in it`;
        return { id, list: 'not' as const, index, detail };
      }),
    ];
  });
}
