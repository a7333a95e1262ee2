/** What a condition asks for at least, as far as its form shows: its parts joined by `&&` at the top. */
export type ConditionTerms = readonly string[];

const comparison = /^(\w+)(<=|>=|<|>)(-?\d+(?:\.\d+)?)$/u;
const choice = /^(\w+)in\[(.*)\]$/u;
const equality = /^(\w+)==(.+)$/u;

/** Cuts a condition at every `&&` outside brackets and quotes; blanks outside quotes say nothing. */
export function toTerms(source: string): ConditionTerms {
  const terms: string[] = [''];
  let depth = 0;
  for (const token of source.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|&&|\|\||[^\s]/gu) ?? []) {
    if (token === '(' || token === '[' || token === '{') depth += 1;
    if (token === ')' || token === ']' || token === '}') depth -= 1;
    // A choice at the top holds without any of its parts: it is one term.
    if (token === '||' && depth === 0) return [source.replaceAll(/\s+/gu, '')];
    if (token === '&&' && depth === 0) terms.push('');
    else terms[terms.length - 1] += token;
  }
  return terms;
}

/** True when, by its form, whatever satisfies `narrow` satisfies `wide` too. False says nothing. */
export function implies(narrow: ConditionTerms, wide: ConditionTerms): boolean {
  return wide.every((wanted) => narrow.some((given) => isAtLeast(given, wanted)));
}

function isAtLeast(given: string, wanted: string): boolean {
  if (given === wanted) return true;
  return isTighter(given, wanted) || isAmong(given, wanted);
}

function isTighter(given: string, wanted: string): boolean {
  const [, signal, operator, bound] = comparison.exec(given) ?? [];
  const [, other, otherOperator, otherBound] = comparison.exec(wanted) ?? [];
  if (signal === undefined || signal !== other || operator?.[0] !== otherOperator?.[0]) return false;
  const distance = operator?.startsWith('>') ? Number(bound) - Number(otherBound) : Number(otherBound) - Number(bound);
  // At the same bound, ">" asks for more than ">=".
  return distance > 0 || (distance === 0 && !(operator?.length === 2 && otherOperator?.length === 1));
}

function isAmong(given: string, wanted: string): boolean {
  const [, other, list] = choice.exec(wanted) ?? [];
  const allowed = list?.split(',') ?? [];
  const [, signal, value] = equality.exec(given) ?? [];
  if (signal !== undefined) return signal === other && allowed.includes(value ?? '');
  const [, chosen, values] = choice.exec(given) ?? [];
  return chosen !== undefined && chosen === other && (values ?? '').split(',').every((one) => allowed.includes(one));
}
