import { readPolicyFolder } from './compose-policy.ts';
import type { Store } from './compose-store.ts';
import { createSubjects } from './compose-subjects.ts';
import { createConversationLocks } from './pipeline/conversation-locks.ts';

interface EraseAgainParts {
  readonly store: Store;
  readonly data: string;
  readonly policies: string;
  readonly now: () => Date;
}

const request = { by: { role: 'operator', key: 'restore' }, repeat: null } as const;

/**
 * Erases subjects a restored store has data of, as a request of theirs does, with entry and certificate; answers how many.
 * A key that is not there gets its mark all the same: whoever comes back is a new subject.
 */
export async function eraseAgain(subjects: readonly string[], parts: EraseAgainParts): Promise<number> {
  const { store, data, policies, now } = parts;
  const desk = createSubjects({
    store,
    data,
    locks: createConversationLocks(),
    policy: () => readPolicyFolder(policies).base,
    now,
  });
  await desk.resume();
  let erased = 0;
  for (const subject of subjects) {
    if (store.subjects.isKnown(subject)) {
      // Holds of the time of the backup were released before the erasure.
      const together = [subject, ...store.subjects.linkedTo([subject])];
      const held = new Set(together.flatMap((one) => store.subjects.holdsOn(one)).map((hold) => hold.subject));
      for (const one of held) await desk.release(one, request);
      await desk.erase(subject, request);
      erased += 1;
    } else if (!store.keys.isDestroyed(subject)) store.keys.destroyKey(subject);
  }
  return erased;
}
