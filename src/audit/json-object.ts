/** Deeper than any decision the stages record; keeps a planted nest from exhausting the stack. */
const deepest = 32;

/**
 * Whether every value inside is JSON. Fields that are `undefined` count as absent; dates, functions, `NaN` and half
 * surrogate pairs are refused, because canonical JSON has no one spelling for them.
 */
export function isJsonObject(value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(value).every(([key, inner]) => isText(key) && (inner === undefined || isJson(inner, deepest)));
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) return value.every((inner) => isJson(inner, depth - 1));
  if (!isPlain(value)) return false;
  return Object.entries(value).every(
    ([key, inner]) => isText(key) && (inner === undefined || isJson(inner, depth - 1)),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isText(value: string): boolean {
  // Nearly no text has any surrogate, which is told in a fraction of the time.
  return !/[\uD800-\uDFFF]/.test(value) || !/\p{Surrogate}/u.test(value);
}
