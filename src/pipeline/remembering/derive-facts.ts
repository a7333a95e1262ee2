import type { FactKind } from '../../conversation/memory-fact.ts';
import type { RedactedText } from '../../conversation/redacted-text.ts';
import { matchesPhrase, parsePhrasePattern, toWords } from '../../policy/phrase-pattern.ts';
import type { FactPolicy } from '../../policy/purposes-schema.ts';
import { detectLanguage } from '../../triage/detect-language.ts';

/** What a turn gives away by itself: its words, its ending, and what systems of record said. No model's text. */
export interface TurnFacts {
  readonly question: RedactedText;
  /** Words of the turn before; null where there is none. */
  readonly before: string | null;
  readonly channel: string;
  /** Reference of the handover the turn became. */
  readonly handover: string | null;
  /** Operations of systems of record that were carried out. */
  readonly operations: readonly string[];
}

export interface DerivedFact {
  readonly kind: FactKind;
  readonly value: string;
}

/** Facts of the kinds asked for, by rule: the same turn always gives the same. */
export function deriveFacts(turn: TurnFacts, kinds: readonly FactPolicy[]): readonly DerivedFact[] {
  return kinds.flatMap((policy) => valuesOf(turn, policy).map((value) => ({ kind: policy.kind, value })));
}

function valuesOf(turn: TurnFacts, policy: FactPolicy): readonly string[] {
  switch (policy.kind) {
    case 'preferred-language':
      return languageOf(turn);
    case 'preferred-channel':
      return [turn.channel];
    case 'open-issue':
      return turn.handover === null ? [] : [turn.handover];
    case 'accessibility-need':
      return needsOf(turn.question, policy.words);
    case 'product-held':
      return [...new Set(turn.operations.flatMap((operation) => policy.operations[operation] ?? []))];
  }
}

/** One message may quote another language; two in a row are how somebody writes. */
function languageOf({ question, before }: TurnFacts): readonly string[] {
  const language = detectLanguage(question, '');
  return language !== '' && before !== null && detectLanguage(before, '') === language ? [language] : [];
}

/** Words that turn a sentence round. Which part they turn is not for us to guess: such a message tells no need. */
const denials = new Set(
  'no not dont doesnt didnt isnt never without nobody nicht kein keine keinen keiner ohne nie pas sans jamais aucun sin nunca'.split(
    ' ',
  ),
);

function needsOf(question: RedactedText, words: FactPolicy['words']): readonly string[] {
  const spoken = toWords(question);
  if (spoken.some((word) => denials.has(word))) return [];
  return Object.entries(words)
    .filter(([, phrases]) => phrases.some((phrase) => matchesPhrase(parsePhrasePattern(phrase), spoken)))
    .map(([need]) => need);
}
