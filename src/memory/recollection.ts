import type { OutcomeKind } from '../conversation/outcome.ts';
import { type RedactedText, rewordRedacted } from '../conversation/redacted-text.ts';

/** What later turns remember of an earlier one; redacted. */
export interface RememberedTurn {
  readonly turn: number;
  readonly question: RedactedText;
  readonly reply: string;
  readonly outcome: OutcomeKind;
  readonly intent: string;
  readonly sentiment: number;
  /** Documents the reply cited. */
  readonly documents: readonly string[];
}

/** What is recalled of the present issue when a customer writes again. */
export interface Recollection {
  /** Oldest first. */
  readonly turns: readonly RememberedTurn[];
  /** Documents the turn before cited; they carry over one turn and no further. */
  readonly carried: readonly string[];
  readonly clarifications: number;
  /** The question read together with those before it, back to the one that stands by itself; null where it leans on none. */
  readonly resolvedQuestion: RedactedText | null;
}

/** Beginnings that lean on what was said before. */
const leadsOn =
  /^(and|but|or|so|ok(ay)?|then|also|what about|how about|what if|yes|no|why|how (long|much|many|soon|often)|when|where|which one|is (it|that|this)|does (it|that|this)|do (they|i)|can (i|it|that)|will (it|that))\b/iu;
/** Words that stand for something named before. */
const standsFor = /\b(it|its|that|this|they|them|those|these|one|ones|there|the same|instead)\b/iu;
/** A question of more words says what it is about by itself. */
const FOLLOW_UP_WORDS = 12;

/** Reads a question in the light of the turns before it. */
export function recollect(question: RedactedText, turns: readonly RememberedTurn[]): Recollection {
  return {
    turns,
    carried: turns.at(-1)?.documents ?? [],
    clarifications: turns.filter((turn) => turn.outcome === 'clarifying').length,
    resolvedQuestion: resolve(question, turns),
  };
}

/** "And at a branch?" after "and how long does that take?" is still about the transfer asked for before both. */
function resolve(question: RedactedText, turns: readonly RememberedTurn[]): RedactedText | null {
  const before = turns.at(-1);
  if (before === undefined || !leansOn(question, before)) return null;
  const asked = resolve(before.question, turns.slice(0, -1)) ?? before.question;
  return rewordRedacted(question, (own) => `${asked} ${own}`);
}

function leansOn(question: string, before: RememberedTurn): boolean {
  if (before.question === '' || question.trim().split(/\s+/u).length > FOLLOW_UP_WORDS) return false;
  // After a question of ours, whatever comes is read as the answer to it.
  return before.outcome === 'clarifying' || leadsOn.test(question.trim()) || standsFor.test(question);
}
