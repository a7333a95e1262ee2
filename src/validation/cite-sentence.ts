import type { Citation } from '../conversation/reply.ts';
import { splitSentences } from '../conversation/split-sentences.ts';
import type { EvidencePassage } from './evidence.ts';
import { scoreAgainst } from './grounding/groundedness.ts';
import { toSupport } from './grounding/support.ts';
import { supportOfPassage } from './passage-support.ts';

/** The passage that bears a sentence out best, with the sentence of it that does; nothing where there is no passage. */
export function citationsFor(sentence: string, passages: readonly EvidencePassage[]): readonly Citation[] {
  const usable = passages.filter((passage) => !passage.suspect);
  const passage = bestOf(usable, (one) => scoreAgainst(sentence, supportOfPassage(one).words));
  if (passage === undefined) return [];
  const quote = bestOf(splitSentences(passage.text), ({ text }) => scoreAgainst(sentence, toSupport([text])));
  if (quote === undefined) return [];
  const { id, title, version, updated } = passage;
  return [{ passage: id, title, version, updated, quote: quote.text }];
}

/** The first of those with the highest score. */
function bestOf<Item>(items: readonly Item[], scoreOf: (item: Item) => number): Item | undefined {
  let best: { item: Item; score: number } | undefined;
  for (const item of items) {
    const score = scoreOf(item);
    if (best === undefined || score > best.score) best = { item, score };
  }
  return best?.item;
}
