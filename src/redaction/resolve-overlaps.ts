import { type Candidate, proofs } from './detector.ts';

/** Kinds whose overlapping findings are one: a title with its name, a street with what follows it. */
const joined: ReadonlySet<string> = new Set(['NAME', 'ADDRESS']);

/** A cut-off rest shorter than this says nothing about anybody. */
const LEAST_REST = 4;

/**
 * Picks findings that do not overlap. The rule, in order: proved by checksum before context before pattern before model;
 * the longer; the surer; the earlier. What a loser covers beyond its winners stays masked under the loser's kind; a name
 * or an address that overlaps another one makes it longer: "Mrs. Ada Byron" is one.
 *
 * @returns candidates by rising `start`
 */
export function resolveOverlaps(candidates: readonly Candidate[], text: string): readonly Candidate[] {
  /** For each character the place of its finding in `picked`, counted from one. */
  const claimed = new Uint32Array(text.length);
  const picked: Candidate[] = [];
  for (const candidate of [...candidates].sort(byPrecedence)) {
    if (joined.has(candidate.type)) join(candidate, picked, claimed);
    for (const free of freeParts(candidate, claimed, text)) {
      picked.push(free);
      claimed.fill(picked.length, free.start, free.end);
    }
  }
  return picked.sort((one, other) => one.start - other.start);
}

/** Makes a finding of the same kind longer by what is free of the candidate around it. */
function join({ type, start, end }: Candidate, picked: Candidate[], claimed: Uint32Array): void {
  const at = claimed.subarray(start, end).find((place) => place > 0 && picked[place - 1]?.type === type) ?? 0;
  const kin = picked[at - 1];
  if (kin === undefined) return;
  const longer = { ...kin };
  while (longer.start > start && claimed[longer.start - 1] === 0) longer.start -= 1;
  while (longer.end < end && claimed[longer.end] === 0) longer.end += 1;
  picked[at - 1] = longer;
  claimed.fill(at, longer.start, longer.end);
}

function byPrecedence(one: Candidate, other: Candidate): number {
  return (
    rankOf(one) - rankOf(other) ||
    other.end - other.start - (one.end - one.start) ||
    other.score - one.score ||
    one.start - other.start
  );
}

function rankOf(candidate: Candidate): number {
  return proofs.findIndex((proof) => candidate.source.startsWith(proof));
}

function freeParts(candidate: Candidate, claimed: Uint32Array, text: string): Candidate[] {
  const parts: Candidate[] = [];
  let at = candidate.start;
  while (at < candidate.end) {
    if (claimed[at] !== 0) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < candidate.end && claimed[end] === 0) end += 1;
    const part = withoutEdges({ ...candidate, start: at, end }, text);
    const isWhole = at === candidate.start && end === candidate.end;
    if (isWhole) parts.push(candidate);
    else if (part !== undefined) parts.push(part);
    at = end;
  }
  return parts;
}

/** A rest of a cut candidate without the spaces and punctuation at its edges, when enough is left to tell something. */
function withoutEdges(part: Candidate, text: string): Candidate | undefined {
  let { start, end } = part;
  while (start < end && !isWordCharacter(text.charAt(start))) start += 1;
  while (end > start && !isWordCharacter(text.charAt(end - 1))) end -= 1;
  return end - start >= LEAST_REST ? { ...part, start, end } : undefined;
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
