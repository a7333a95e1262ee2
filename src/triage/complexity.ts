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

/** What each signal weighs; at `COMPLEX` together the matter is for a person. */
const weights = {
  // The assistant sees no tickets: whatever it said, it would say without knowing the matter.
  'unresolved-ticket': 3,
  'several-matters': 2,
  // Two people are needed, and the one answer would be half of one.
  'several-queues': 1,
  'several-questions': 1,
  'long-message': 1,
  'earlier-contact': 1,
  'sensitive-words': 1,
  'strong-emotion': 1,
} as const;
type ComplexitySignal = keyof typeof weights;
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

/** How hard the matter is, with the signals that make it so; complex goes to a person before anything is drafted. */
export function complexityOf(question: string, known: KnownOfMessage): Triage['complexity'] {
  const present: Readonly<Record<ComplexitySignal, boolean>> = {
    'unresolved-ticket': ticket.test(question) && unresolved.test(question),
    'several-matters': known.matters.length >= 2,
    'several-queues': known.queues >= 2 || known.matters.length > MOST_MATTERS,
    'several-questions': (question.match(/\?+/gu) ?? []).length >= MANY_QUESTIONS,
    'long-message': question.split(/\s+/u).length > LONG_WORDS,
    'earlier-contact': earlierContact.test(question),
    'sensitive-words': known.handler,
    'strong-emotion': known.score <= STRONG_EMOTION,
  };
  const signals = signalNames.filter((name) => present[name]);
  const weight = signals.reduce((sum, name) => sum + weights[name], 0);
  const matters = known.matters.length >= 2 ? known.matters : [];
  if (weight >= COMPLEX) return { level: 'complex', signals, matters };
  if (weight > 0) return { level: 'moderate', signals, matters };
  return { level: known.inScope < 0.3 ? 'unknown' : 'simple', signals, matters };
}

const signalNames = Object.keys(weights) as readonly ComplexitySignal[];
