import type { AcceptedReply } from '../conversation/reply.ts';

/** What drafting came to. Without a reply, the decision after it says whether a person or a question back follows. */
export interface Drafted {
  readonly reply: AcceptedReply | null;
  /** Sentences that were sent before the draft was given up; they stay said. */
  readonly said: readonly string[];
  readonly evidence: { readonly cited: readonly string[]; readonly draftRejected: boolean; readonly grounded: number };
}
