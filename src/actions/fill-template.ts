const token = /\{([a-z][A-Za-z0-9_]*)\}/gu;

/** Puts values where their names stand in braces; a name without a value is an error of policy and stays undefined. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string | undefined {
  let complete = true;
  const text = template.replace(token, (whole, name: string) => {
    if (Object.hasOwn(values, name)) return values[name] ?? whole;
    complete = false;
    return whole;
  });
  return complete ? text : undefined;
}
