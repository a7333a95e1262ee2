import type { Span } from '../metrics/span-overlap.ts';

interface TypedSpan extends Span {
  readonly type: string;
}

/** One text, what is marked in it and what was found. */
export interface PiiCase {
  readonly id: string;
  readonly text: string;
  readonly expected: readonly TypedSpan[];
  readonly found: readonly (TypedSpan & { readonly score: number })[];
}

/** Kinds of the public sets that have a form of their own: what the floor for structured identifiers is measured on. */
const structured: ReadonlySet<string> = new Set([
  'CREDIT_CARD',
  'EMAIL_ADDRESS',
  'IBAN_CODE',
  'IP_ADDRESS',
  'PHONE_NUMBER',
  'US_SSN',
]);

/** @returns the same texts, with structured identifiers alone as what is to be found */
export function onlyStructured(cases: readonly PiiCase[]): readonly PiiCase[] {
  return cases.map((one) => ({ ...one, expected: one.expected.filter(({ type }) => structured.has(type)) }));
}
