/** The texts a claim holds: one, or a list; none where it is missing or something else. Dots lead into objects. */
export function readClaim(claims: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  // A claim may have a dot in its own name, as in `https://site.example/groups`.
  const value = Object.hasOwn(claims, path) ? claims[path] : follow(claims, path.split('.'));
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
