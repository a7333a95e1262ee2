import { isHeldByPerson } from '../conversation/conversation.ts';
import type { Call, FeedbackInput } from './appliance.ts';
import { commitAct } from './commit-act.ts';
import { entryHead } from './recorded-call.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

/** Stores what a customer thought of it, the comment redacted, with who had the conversation at that time. */
export async function giveFeedback(
  stages: Stages,
  stored: StoredConversation,
  input: FeedbackInput,
  call: Call,
): Promise<{ readonly id: string }> {
  const at = stages.now();
  const { conversation } = stored;
  const comment = input.comment === null ? null : await stages.redactNote(conversation, input.comment);
  const id = stages.newId('f');
  const path = isHeldByPerson(conversation) ? 'person' : 'assistant';
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, conversation.id, at),
      kind: 'feedback-given',
      ...(input.csat === null ? {} : { csat: input.csat }),
      ...(input.effort === null ? {} : { effort: input.effort }),
      ...(input.resolved === null ? {} : { resolved: input.resolved }),
      ...(comment === null ? {} : { comment: comment.text }),
    },
    // A solved issue starts the count of turns again.
    event: input.resolved === true && conversation.state !== 'closed' ? { kind: 'issue-resolved' } : null,
    at,
    build: () => ({
      writes: [
        {
          kind: 'feedback',
          id,
          conversation: conversation.id,
          at,
          feedback: { ...input, comment: comment?.text ?? null },
          path,
        },
        ...(comment?.writes ?? []),
      ],
      answer: { id },
    }),
  });
}
