import { type Candidate, proofs } from './detector.ts';

/** A cut-off rest shorter than this says nothing about anybody. */
const LEAST_REST = 4;

/**
 * Picks findings that do not overlap. The rule, in order: proved by checksum before context before pattern; the longer;
 * the surer; the earlier. What a loser covers beyond its winners stays masked under the loser's kind.
 *
 * @returns candidates by rising `start`
 */
export function resolveOverlaps(candidates: readonly Candidate[], text: string): readonly Candidate[] {
  const claimed = new Uint8Array(text.length);
  const picked: Candidate[] = [];
  for (const candidate of [...candidates].sort(byPrecedence)) {
    for (const free of freeParts(candidate, claimed, text)) {
      claimed.fill(1, free.start, free.end);
      picked.push(free);
    }
  }
  return picked.sort((one, other) => one.start - other.start);
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

function freeParts(candidate: Candidate, claimed: Uint8Array, text: string): Candidate[] {
  const parts: Candidate[] = [];
  let at = candidate.start;
  while (at < candidate.end) {
    if (claimed[at] === 1) {
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
