import type { RetrievedPassage } from '../knowledge/passage.ts';
import { type Claim, isContradiction, isRepetition, toClaim } from './same-matter.ts';

/** One sentence that could be said. */
export interface Candidate {
  readonly passage: RetrievedPassage;
  readonly index: number;
  readonly text: string;
  /** Odds that it answers. */
  readonly odds: number;
  readonly claim: Claim;
}

/** What the passages say about a question: sentences to say in reading order, or that they contradict each other. */
export type Choice =
  | { readonly kind: 'sentences'; readonly sentences: readonly Candidate[] }
  | { readonly kind: 'contradiction' };

export interface ChoiceRules {
  /** More sentences than this are read by nobody at a kiosk. */
  readonly mostSentences: number;
  /** Odds of a sentence, as a share of the best one's, below which it is beside the question. */
  readonly nearBest: number;
}

/** Words that lean on the sentence before them: quoted alone they mean nothing. */
const leaning = /^(it|this|that|these|those|they|then|he|she|also|otherwise|in that case|after that|if so|however)\b/iu;

/** Chooses what answers, once and without contradiction, best passage first and each in its own order. */
export function chooseSentences(passages: readonly RetrievedPassage[], rules: ChoiceRules): Choice {
  const all = passages.flatMap(candidatesOf);
  const [best, ...rest] = all.toSorted((a, b) => b.odds - a.odds);
  if (best === undefined) return { kind: 'sentences', sentences: [] };
  const near = [best, ...rest.filter((one) => one.odds >= best.odds * rules.nearBest)];
  const chosen: Candidate[] = [];
  for (const one of near) {
    if (chosen.length >= rules.mostSentences) break;
    const settled = settle(one, all);
    if (settled === null) return { kind: 'contradiction' };
    if (!chosen.some((said) => said === settled || isRepetition(said.claim, settled.claim))) chosen.push(settled);
  }
  const footed = withFootholds(chosen, all);
  return { kind: 'sentences', sentences: footed.slice(0, rules.mostSentences) };
}

function candidatesOf(passage: RetrievedPassage): readonly Candidate[] {
  return passage.sentences.map((sentence, index) => ({
    passage,
    index,
    text: sentence.text,
    odds: toOdds(passage.sentenceScores[index] ?? 0),
    claim: toClaim(sentence.text),
  }));
}

function toOdds(probability: number): number {
  return probability / Math.max(1e-9, 1 - probability);
}

/**
 * What to say where another document gives another amount for the same thing: the one that is not stale. Null when that
 * does not tell them apart: a wrong amount is worse than a person's answer, and the later date proves nothing.
 */
function settle(one: Candidate, all: readonly Candidate[]): Candidate | null {
  let standing = one;
  for (const rival of all) {
    if (rival.passage.document === standing.passage.document || !isContradiction(standing.claim, rival.claim)) continue;
    if (rival.passage.stale === standing.passage.stale) return null;
    if (standing.passage.stale) standing = rival;
  }
  return standing;
}

/** Adds the sentence before one that leans on it, and puts everything in reading order. */
function withFootholds(chosen: readonly Candidate[], all: readonly Candidate[]): readonly Candidate[] {
  const kept = new Set(chosen);
  for (const one of chosen) {
    if (!leaning.test(one.text)) continue;
    const before = all.find((other) => other.passage === one.passage && other.index === one.index - 1);
    if (before) kept.add(before);
    else kept.delete(one);
  }
  return inReadingOrder(all.filter((one) => kept.has(one)));
}

/** Documents best first, and each from its beginning: "if it is still declined" comes after why it is declined. */
function inReadingOrder(said: readonly Candidate[]): readonly Candidate[] {
  const documents = [...new Set(said.map(({ passage }) => passage.document))];
  const sections = new Intl.Collator('en', { numeric: true });
  return said.toSorted(
    (a, b) =>
      documents.indexOf(a.passage.document) - documents.indexOf(b.passage.document) ||
      sections.compare(a.passage.id, b.passage.id) ||
      a.index - b.index,
  );
}
