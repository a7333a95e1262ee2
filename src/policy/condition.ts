/** A value a condition may look at. Numbers are doubles, so `> 500` and `> 500.0` mean the same. */
export type SignalValue = string | number | boolean;

/** Name and type of every signal a condition may use; an unknown name or a wrong type is an error when policy is loaded. */
export type SignalSchema = Readonly<Record<string, 'string' | 'double' | 'bool'>>;

/** A yes-or-no expression of a policy file, checked when it was loaded. */
export interface Condition {
  readonly source: string;
  /** @throws {Error} when evaluation fails or runs past its bounds; callers count that as "unsure" and record it */
  holds(signals: Readonly<Record<string, SignalValue>>): boolean;
}

/**
 * Turns the text of a condition into one that can be asked. Held by `test/contract/condition-contract.ts`.
 *
 * - The language is CEL (https://cel.dev); the result type is bool.
 * - Unknown names, wrong types, regular expressions and expressions beyond the size limits are refused when compiled.
 *
 * @throws {PolicyError} `condition-invalid`
 */
export type CompileCondition = (source: string, schema: SignalSchema) => Condition;
