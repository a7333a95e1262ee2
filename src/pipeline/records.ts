import type { Conversation } from '../conversation/conversation.ts';
import type { Progress } from '../conversation/next-state.ts';
import type { HandoverReason } from '../conversation/outcome.ts';
import type { MemoryRecords } from '../memory/memory-records.ts';
import type { RememberedTurn } from '../memory/recollection.ts';
import type { ConsentRecords } from '../privacy/consent.ts';
import type { KnownValue } from '../redaction/placeholder-book.ts';
import type { ActionRecords } from './acting/action-records.ts';
import type { HandoverFilter } from './appliance.ts';
import type { OpenTurn } from './ledger.ts';
import type { HandoverStep, HandoverView, TranscriptLine, TurnView } from './views.ts';

/** A conversation with what moves it and the key it was started with. */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly progress: Progress;
  readonly keyId: string;
}

/** A handover a person has ended, as later turns of the conversation look back on it. */
export interface SettledHandover {
  readonly reference: string;
  readonly reason: HandoverReason;
  readonly question: string;
  /** What the person noted, redacted; null where the conversation just ended. */
  readonly note: string | null;
}

/** Reads what the ledger wrote. */
export interface Records {
  readonly actions: ActionRecords;
  readonly consents: ConsentRecords;
  readonly memory: MemoryRecords;
  findConversation(id: string): Promise<StoredConversation | undefined>;
  /** The latest `limit` turns from `fromTurn` on, oldest first. */
  recentTurns(conversation: string, fromTurn: number, limit: number): Promise<readonly RememberedTurn[]>;
  /** Originals of a conversation by placeholder; values whose key was destroyed are left out. */
  knownValues(conversation: string): Promise<readonly KnownValue[]>;
  transcript(conversation: string): Promise<readonly TranscriptLine[]>;
  turnView(conversation: string, turn: number): Promise<TurnView | undefined>;
  /** Earlier conversations of the same subject. */
  priorContacts(subject: string, conversation: string): Promise<number>;
  /** The first answer to a call, as the ledger's own commit stored it. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what its own commit stored
  findAnswer<T>(keyId: string, key: string): Promise<{ readonly requestHash: string; readonly answer: T } | undefined>;
  findHandover(reference: string): Promise<HandoverView | undefined>;
  /** The handover of a conversation that is not done yet. */
  openHandover(conversation: string): Promise<HandoverView | undefined>;
  /** Handovers of a conversation that are done, oldest first, with the words of the turn that led to each. */
  settledHandovers(conversation: string): Promise<readonly SettledHandover[]>;
  /** Everything the log has of a handover, from its turn to its resolution, in one query. */
  handoverChain(reference: string): Promise<readonly HandoverStep[]>;
  listHandovers(
    filter: HandoverFilter,
  ): Promise<{ readonly items: readonly HandoverView[]; readonly next: string | null }>;
  /** Streamed turns a stop of the process cut off. */
  openTurns(): Promise<readonly OpenTurn[]>;
}
