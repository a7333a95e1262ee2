import type { Admission } from './admission.ts';
import type { AnswerOnce } from './answer-once.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import type { HandleMessage } from './handle-message.ts';
import type { Stages } from './stages.ts';

/** What the conversation desk works with. */
export interface DeskPorts {
  readonly stages: Stages;
  readonly handleMessage: HandleMessage;
  readonly answerOnce: AnswerOnce;
  readonly locks: ConversationLocks;
  /** Pseudonym of a customer reference, and the key their values are kept under, made before the first use. */
  prepareSubject(reference: string): string;
  /** The door to everything that costs time. */
  readonly admission: Admission;
  readonly limits: { readonly messageCharacters: number };
  observe(turn: { outcome: string; mode: string | null; reason: string | null; ms: number }): void;
}
