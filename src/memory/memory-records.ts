import type { MemoryFact } from '../conversation/memory-fact.ts';

/** A change of what is remembered; part of a commit like any other write. Values are stored under the subject's key. */
export type MemoryChange =
  /** A fact that takes the place of those in `replaces`. */
  | {
      readonly kind: 'remember';
      readonly subject: string;
      readonly fact: MemoryFact;
      readonly replaces: readonly string[];
    }
  | { readonly kind: 'forget'; readonly subject: string; readonly facts: readonly string[] }
  /** Erasure: every fact goes, and every consent ends, so that nothing is remembered again until somebody asks for it. */
  | { readonly kind: 'forget-subject'; readonly subject: string; readonly at: Date };

/**
 * Reads what is remembered of subjects beyond their conversations.
 *
 * - Facts past their time are not answered, whether or not they were purged; nor are those whose key was destroyed.
 * - `isProven` is true once the customer of a conversation has proved to be the one it was begun for, or was vouched for.
 * - `expired` names facts whose time is over, for the purge; it opens no value.
 */
export interface MemoryRecords {
  /** Everything remembered of a subject, oldest first, whatever its purpose. */
  factsOf(subject: string, now: Date): Promise<readonly MemoryFact[]>;
  isProven(conversation: string): Promise<boolean>;
  expired(now: Date): Promise<readonly { readonly id: string; readonly subject: string }[]>;
}
