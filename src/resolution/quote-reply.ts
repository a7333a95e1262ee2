import type { Citation, Draft } from '../conversation/reply.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';

/** More sentences than this are read by nobody at a kiosk. */
const MOST_SENTENCES = 4;
/** A sentence this much weaker than the best one is beside the question. */
const NEAR_BEST = 0.72;
/** A second passage adds sentences only when it is about as good as the first. */
const SECOND_PASSAGE = 0.92;
/** Words that lean on the sentence before them: quoted alone they mean nothing. */
const leaning = /^(it|this|that|these|those|they|then|he|she|also|otherwise|in that case|after that|if so|however)\b/iu;

interface Candidate {
  readonly passage: RetrievedPassage;
  readonly index: number;
  readonly text: string;
  readonly score: number;
}

/**
 * Words a reply out of approved sentences: those that answer, in the order they are written, at most four.
 * Grounded by construction: every sentence is a literal piece of a cited passage.
 *
 * @param passages best first; answers null when none holds a sentence near the question
 */
export function quoteReply(
  passages: readonly RetrievedPassage[],
  wording: { readonly acknowledgement: string; readonly language: string },
): Draft | null {
  const [first, second] = passages;
  if (first === undefined) return null;
  const candidates = candidatesOf(first);
  if (second && second.relevance >= first.relevance * SECOND_PASSAGE) candidates.push(...candidatesOf(second));
  const best = Math.max(...candidates.map((one) => one.score));
  const near = candidates
    .filter((one) => one.score >= best * NEAR_BEST)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SENTENCES);
  const chosen = withFootholds(near, candidates).slice(0, MOST_SENTENCES);
  if (chosen.length === 0) return null;
  return {
    acknowledgement: wording.acknowledgement,
    sentences: chosen.map((one) => one.text),
    language: wording.language,
    mode: 'quoted',
    citations: toCitations(chosen),
  };
}

function candidatesOf(passage: RetrievedPassage): Candidate[] {
  return passage.sentences.map((sentence, index) => ({
    passage,
    index,
    text: sentence.text,
    score: passage.sentenceScores[index] ?? 0,
  }));
}

/** Adds the sentence before one that leans on it, and puts everything in reading order. */
function withFootholds(near: readonly Candidate[], all: readonly Candidate[]): readonly Candidate[] {
  const chosen = new Set(near);
  for (const one of near) {
    if (!leaning.test(one.text)) continue;
    const before = all.find((other) => other.passage === one.passage && other.index === one.index - 1);
    if (before) chosen.add(before);
    else chosen.delete(one);
  }
  return all.filter((one) => chosen.has(one));
}

function toCitations(chosen: readonly Candidate[]): readonly Citation[] {
  const passages = [...new Set(chosen.map((one) => one.passage))];
  return passages.flatMap((passage) => {
    const sentences = chosen.filter((one) => one.passage === passage).map((one) => passage.sentences[one.index]);
    return runsOf(
      passage,
      sentences.filter((one) => one !== undefined),
    );
  });
}

/** One citation a run of neighbouring sentences: a quote is a literal piece of the passage. */
function runsOf(passage: RetrievedPassage, sentences: readonly { start: number; end: number }[]): readonly Citation[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of sentences) {
    const last = runs.at(-1);
    if (last && passage.text.slice(last.end, start).trim() === '') last.end = end;
    else runs.push({ start, end });
  }
  return runs.map(({ start, end }) => ({
    passage: passage.id,
    title: passage.title,
    version: passage.version,
    updated: passage.updated,
    quote: passage.text.slice(start, end),
  }));
}
