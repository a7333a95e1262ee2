/** What a label may look like: a code, a stage, a method, a route pattern. Prose and identifiers do not fit. */
const labelShape = /^[A-Za-z/*][\w/:{}*.-]{0,99}$/;
/** Different values a label may take before the rest counts as `other`: a metric must not grow with its input. */
const MAX_VALUES = 120;

/** Makes a value fit for a label of this name. */
export type ToLabel = (name: string, value: string) => string;

/** Keeps labels few-valued: what looks wrong, or comes after too many others, becomes `other`. */
export function createLabeller(): ToLabel {
  const seen = new Map<string, Set<string>>();
  return function toLabel(name, value) {
    const values = seen.get(name) ?? new Set<string>();
    seen.set(name, values);
    if (values.has(value)) return value;
    if (!labelShape.test(value) || values.size >= MAX_VALUES) return 'other';
    values.add(value);
    return value;
  };
}
