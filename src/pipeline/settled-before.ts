import type { HandoverReason } from '../conversation/outcome.ts';
import { toWords } from '../policy/phrase-pattern.ts';
import type { SettledHandover } from './records.ts';
import type { TurnContext } from './turn-work.ts';

/** Share of the words two messages have in common from which they are the same ones. */
const SAME_WORDS = 0.8;

/**
 * The handover a person has ended already that these words would open again, for the same reason. Undefined where the
 * customer is not to be asked first: it is another matter, a reason that leads to a person every time, or they were asked
 * and wrote it again.
 */
export function settledBefore({ redacted, work }: TurnContext, reason: HandoverReason): SettledHandover | undefined {
  const { settled, earlier, policy } = work.notes;
  const { question } = redacted.turn;
  if (policy.files.escalation.afterReturn.exceptReasons.includes(reason)) return undefined;
  if (earlier.some((turn) => turn.outcome === 'clarifying' && isSame(turn.question, question))) return undefined;
  return settled.findLast((one) => one.reason === reason && isSame(one.question, question));
}

function isSame(one: string, other: string): boolean {
  const [mine, theirs] = [new Set(toWords(one)), new Set(toWords(other))];
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  return mine.size > 0 && shared / Math.max(mine.size, theirs.size) >= SAME_WORDS;
}
