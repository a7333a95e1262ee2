import type { ConversationLocks } from '../conversation-locks.ts';

/** Taken before the locks of conversations, never after one. */
export function subjectLock(subject: string): string {
  return `subject ${subject}`;
}

/** Puts everything that begins or ends a subject's data in order: a conversation starts before an erasure or after it. */
export function inSubjectOrder<T>(locks: ConversationLocks, subject: string, work: () => Promise<T>): Promise<T> {
  return locks.inOrder(subjectLock(subject), work);
}

/** Runs work while nothing else happens in any of these conversations. */
export function inAllOrders<T>(
  locks: ConversationLocks,
  conversations: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = conversations;
  return first === undefined ? work() : locks.inOrder(first, () => inAllOrders(locks, rest, work));
}
