/** Puts work on one conversation in order; different conversations do not wait for each other. */
export interface ConversationLocks {
  inOrder<T>(conversation: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createConversationLocks(): ConversationLocks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    inOrder: function runInOrder<T>(conversation: string, work: () => Promise<T>): Promise<T> {
      const before = tails.get(conversation) ?? Promise.resolve();
      const mine = before.then(work, work);
      const tail = mine
        .catch(() => undefined)
        .finally(() => {
          if (tails.get(conversation) === tail) tails.delete(conversation);
        });
      tails.set(conversation, tail);
      return mine;
    },
    idle: async function waitUntilIdle() {
      while (tails.size > 0) await Promise.allSettled(tails.values());
    },
  };
}
