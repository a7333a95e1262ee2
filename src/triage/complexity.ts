import type { Triage } from './triage.ts';

/** Words after which a message is about something that went on before. */
const earlierContact =
  /\b(already (contacted|called|told|wrote|asked|complained)|(third|second|fourth) time|still (waiting|not)|last (week|month) i|again and again)\b/iu;
/** Something of theirs that has a number or a name, and that nobody has ended. */
const ticket = /\b(ticket|case|complaint|claim|dispute|request|enquiry|inquiry|reference)\b/iu;
const unresolved =
  /\b(still (open|pending|unresolved|unanswered|waiting|not|no)|unresolved|unanswered|not (been )?(answered|solved|resolved|closed|dealt)|no(body| one)? (has )?(answer(ed)?|repl(y|ied)|response|respond(ed)?|got back|news)|never (been )?(got|heard|received|answered|solved|resolved|replied)|(hasn|haven|isn|wasn)['’]?t (been )?(answered|solved|resolved|heard|closed|dealt)|(days|weeks|months) (ago|later|now)|chas(e|ing))\b/iu;
const LONG_WORDS = 120;
const MANY_QUESTIONS = 3;
const STRONG_EMOTION = -0.8;

const COMPLEX = 3;
/** More matters than this are for a person even where one queue looks after them all. */
const MOST_MATTERS = 2;

/** What is known of a message beside its words. */
export interface KnownOfMessage {
  readonly handler: boolean;
  /** Mood, −1 … 1. */
  readonly score: number;
  readonly inScope: number;
  /** Intents of its pieces that are sure, each once, and the queues that look after them. */
  readonly matters: readonly string[];
  readonly queues: number;
}

interface ComplexitySignal {
  readonly id: string;
  /** At `COMPLEX` together the matter is for a person. */
  readonly weight: number;
  holds(question: string, known: KnownOfMessage): boolean;
}

const complexitySignals: readonly ComplexitySignal[] = [
  // The assistant sees no tickets: whatever it said, it would say without knowing the matter.
  { id: 'unresolved-ticket', weight: 3, holds: (question) => ticket.test(question) && unresolved.test(question) },
  { id: 'several-matters', weight: 2, holds: (_, { matters }) => matters.length >= 2 },
  // Two people are needed, and the one answer would be half of one.
  {
    id: 'several-queues',
    weight: 1,
    holds: (_, { matters, queues }) => queues >= 2 || matters.length > MOST_MATTERS,
  },
  { id: 'several-questions', weight: 1, holds: (question) => (question.match(/\?+/gu) ?? []).length >= MANY_QUESTIONS },
  { id: 'long-message', weight: 1, holds: (question) => question.split(/\s+/u).length > LONG_WORDS },
  { id: 'earlier-contact', weight: 1, holds: (question) => earlierContact.test(question) },
  { id: 'sensitive-words', weight: 1, holds: (_, { handler }) => handler },
  { id: 'strong-emotion', weight: 1, holds: (_, { score }) => score <= STRONG_EMOTION },
];

/** How hard the matter is, with the signals that make it so; complex goes to a person before anything is drafted. */
export function complexityOf(question: string, known: KnownOfMessage): Triage['complexity'] {
  const held = complexitySignals.filter((signal) => signal.holds(question, known));
  const signals = held.map(({ id }) => id);
  const weight = held.reduce((sum, signal) => sum + signal.weight, 0);
  const matters = known.matters.length >= 2 ? known.matters : [];
  if (weight >= COMPLEX) return { level: 'complex', signals, matters };
  if (weight > 0) return { level: 'moderate', signals, matters };
  return { level: known.inScope < 0.3 ? 'unknown' : 'simple', signals, matters };
}
