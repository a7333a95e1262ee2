import type { Triage } from './triage.ts';

/** Words after which a message is about something that went on before. */
const earlierContact =
  /\b(ticket|case number|already (contacted|called|told|wrote|asked)|third time|second time|still (waiting|not)|last week i|again and again)\b/iu;
const LONG_WORDS = 120;

/** How hard the matter is, with the signals that make it so; complex goes to a person before anything is drafted. */
export function complexityOf(
  question: string,
  known: { readonly handler: boolean; readonly score: number; readonly inScope: number },
): Triage['complexity'] {
  const signals: string[] = [];
  const questions = (question.match(/\?+/gu) ?? []).length;
  if (questions >= 3) signals.push('several-questions');
  if (question.split(/\s+/u).length > LONG_WORDS) signals.push('long-message');
  if (earlierContact.test(question)) signals.push('earlier-contact');
  if (known.handler) signals.push('sensitive-words');
  if (known.score <= -0.8) signals.push('strong-emotion');
  if (signals.length >= 3) return { level: 'complex', signals };
  if (signals.length > 0) return { level: 'moderate', signals };
  return { level: known.inScope < 0.3 ? 'unknown' : 'simple', signals };
}
