import type { Citation, Draft } from '../conversation/reply.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import { type Candidate, type ChoiceRules, chooseSentences } from './choose-sentences.ts';

/** Grids over the tuning half of the sample questions: see `test/with-models/bank-questions.test.ts`. */
const rules: ChoiceRules = { mostSentences: 4, nearBest: 0.62 };

/**
 * Words a reply out of approved sentences: those that answer, in the order they are written, at most four.
 * Grounded by construction: every sentence is a literal piece of a cited passage.
 *
 * @param passages best first
 * @returns null when there is nothing to say, or documents that are not stale contradict each other
 */
export function quoteReply(
  passages: readonly RetrievedPassage[],
  wording: { readonly acknowledgement: string; readonly language: string },
): Draft | null {
  const choice = chooseSentences(passages, rules);
  if (choice.kind === 'contradiction' || choice.sentences.length === 0) return null;
  return {
    acknowledgement: wording.acknowledgement,
    sentences: choice.sentences.map((one) => one.text),
    language: wording.language,
    mode: 'quoted',
    citations: toCitations(choice.sentences),
  };
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
