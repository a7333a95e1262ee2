import type { AcceptedReply } from '../conversation/reply.ts';

/** What drafting came to. Without a reply, the decision after it says whether a person or a question back follows. */
export interface Drafted {
  readonly reply: AcceptedReply | null;
  readonly evidence: { readonly cited: readonly string[]; readonly draftRejected: boolean; readonly grounded: number };
}
