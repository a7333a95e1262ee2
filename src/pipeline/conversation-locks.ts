/** Puts work on one conversation in order; different conversations do not wait for each other. */
export interface ConversationLocks {
  inOrder<T>(conversation: string, work: () => Promise<T>): Promise<T>;
}

export function createConversationLocks(): ConversationLocks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    inOrder: function runInOrder<T>(conversation: string, work: () => Promise<T>): Promise<T> {
      const before = tails.get(conversation) ?? Promise.resolve();
      const mine = before.then(work, work);
      const tail = mine.catch(() => undefined).finally(() => {
        if (tails.get(conversation) === tail) tails.delete(conversation);
      });
      tails.set(conversation, tail);
      return mine;
    },
  };
}
