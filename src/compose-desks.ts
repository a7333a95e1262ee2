import type { Store } from './compose-store.ts';
import { startInOrder } from './compose-subjects.ts';
import type { Config } from './config/read-config.ts';
import type { Admission } from './pipeline/admission.ts';
import type { ConversationDesk, PeopleDesk } from './pipeline/appliance.ts';
import { createConversationDesk } from './pipeline/conversation-desk.ts';
import { createHandleMessage } from './pipeline/handle-message.ts';
import { createPeopleDesk, type PeopleDeskPorts } from './pipeline/people-desk.ts';
import { createMemoryDesk, type MemoryDesk } from './pipeline/remembering/memory-desk.ts';
import type { Events } from './telemetry/events.ts';

export interface DeskParts {
  readonly config: Config;
  readonly store: Store;
  readonly events: Events;
  readonly admission: Admission;
}

export interface Desks {
  readonly conversations: ConversationDesk;
  readonly people: PeopleDesk;
  readonly memory: MemoryDesk;
}

/** What customers and people call, each behind the same order of one conversation. */
export function createDesks(
  { config, store, events, admission }: DeskParts,
  { stages, locks, answerOnce }: PeopleDeskPorts,
): Desks {
  const { messageCharacters } = config.limits;
  const prepareSubject = (reference: string): string => {
    const subject = store.keys.subjectOf(reference);
    // The key is on disk before the first row that needs it.
    store.keys.keyFor(subject);
    return subject;
  };
  const conversations = createConversationDesk({
    stages,
    handleMessage: createHandleMessage(stages),
    answerOnce,
    locks,
    prepareSubject,
    admission,
    limits: { messageCharacters },
    observe: events.turnSealed,
  });
  return {
    conversations: startInOrder(conversations, { store, locks }),
    people: createPeopleDesk({ stages, answerOnce, locks }),
    memory: createMemoryDesk({ stages, answerOnce }),
  };
}
