import type { AlertChange } from '../alerts/alert.ts';
import type { CosignatureChange } from '../audit/cosignature-store.ts';
import type { LogEntry } from '../audit/entry-format.ts';
import type { Receipt } from '../audit/receipt.ts';
import type { ConversationEvent } from '../conversation/conversation-event.ts';
import type { Progress } from '../conversation/next-state.ts';
import type { Outcome, Priority } from '../conversation/outcome.ts';
import type { RedactedText } from '../conversation/redacted-text.ts';
import type { RecordedChange } from '../identity/identity-change.ts';
import type { MemoryChange } from '../memory/memory-records.ts';
import type { ConsentEntry, ConsentNeed, ConsentScope } from '../privacy/consent.ts';
import type { PrivacyChange } from '../privacy/subject-store.ts';
import type { KnownValue } from '../redaction/placeholder-book.ts';
import type { ActionChange } from './acting/action-records.ts';
import type { FeedbackInput } from './appliance.ts';
import type { HandoverView, Resolution, TurnView } from './views.ts';

/** A conversation as it is first stored. */
export interface NewConversation {
  readonly id: string;
  readonly subject: string;
  readonly keyId: string;
  readonly channel: string;
  readonly language: string;
  readonly collection: string;
  readonly tier: string;
  readonly verified: boolean;
  readonly basis: string;
  readonly startedAt: Date;
}

/** A handover as it is first stored; its place in the queue follows from priority and time. */
export type NewHandover = Omit<HandoverView, 'state' | 'claimedBy' | 'resolution' | 'chain'>;

/** A policy that came into force, as it is kept for whoever reads an old decision. */
export interface KeptPolicy {
  readonly hash: string;
  readonly at: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** One change of what is stored. All changes of a commit happen together with its log entry, or none does. */
export type Write =
  | { readonly kind: 'conversation'; readonly conversation: NewConversation }
  | {
      readonly kind: 'events';
      readonly conversation: string;
      readonly events: readonly ConversationEvent[];
      readonly progress: Progress;
      readonly at: Date;
    }
  | {
      readonly kind: 'turn';
      readonly view: TurnView;
      readonly at: Date;
      readonly question: RedactedText;
      readonly outcome: Outcome['kind'];
      readonly intent: string;
      readonly sentiment: number;
    }
  | {
      readonly kind: 'vault';
      readonly conversation: string;
      readonly subject: string;
      readonly values: readonly KnownValue[];
    }
  | { readonly kind: 'action'; readonly change: ActionChange }
  /** A withdrawal takes with it what was remembered for the purpose. */
  | { readonly kind: 'consent'; readonly entry: ConsentEntry }
  | { readonly kind: 'memory'; readonly change: MemoryChange }
  | { readonly kind: 'privacy'; readonly change: PrivacyChange }
  | { readonly kind: 'alert'; readonly change: AlertChange }
  | { readonly kind: 'cosignatures'; readonly change: CosignatureChange }
  /** A change of an account or key is on the record now. */
  | { readonly kind: 'identity'; readonly change: RecordedChange }
  | { readonly kind: 'policy'; readonly policy: KeptPolicy }
  | { readonly kind: 'handover'; readonly handover: NewHandover }
  | {
      readonly kind: 'handover-state';
      readonly reference: string;
      readonly state: HandoverView['state'];
      readonly claimedBy: string | null;
      readonly resolution: Resolution | null;
    }
  /** A waiting handover moves up in its queue. */
  | { readonly kind: 'handover-priority'; readonly reference: string; readonly priority: Priority }
  | {
      readonly kind: 'person-reply';
      readonly id: string;
      readonly conversation: string;
      readonly turn: number;
      readonly at: Date;
      readonly text: RedactedText;
      readonly receipt: Receipt;
    }
  | {
      readonly kind: 'feedback';
      readonly id: string;
      readonly conversation: string;
      readonly at: Date;
      readonly feedback: FeedbackInput;
      readonly path: 'assistant' | 'person';
    };

/** What is known inside the commit and not before: the receipt, and how many wait ahead. */
export interface SealContext {
  readonly receipt: Receipt;
  waitingAhead(queue: string, priority: Priority): number;
}

/** The version a conversation must still have when the commit happens. */
export interface Expectation {
  readonly conversation: string;
  readonly version: number;
}

/** What a call is recognised by when it comes again. */
export interface RememberedCall {
  readonly keyId: string;
  readonly key: string;
  readonly requestHash: string;
}

/** One state change with its entry: sealed together, or not at all. */
export interface LedgerRecord<T> {
  readonly entry: LogEntry;
  readonly expects: Expectation | null;
  /** Purposes that must be granted at the moment of writing, by a customer who has proved who they are. */
  readonly needs?: ConsentScope & { readonly purposes: readonly ConsentNeed[] };
  readonly idempotency: RememberedCall | null;
  /** Further calls that the same answer answers: messages that became part of one turn. */
  readonly alsoAnswers?: readonly RememberedCall[];
  /** Says what to write and what the call answers, once the receipt is known. */
  build(context: SealContext): { readonly writes: readonly Write[]; readonly answer: T };
}

/**
 * The one way to change what is stored: change and log entry in one transaction, on the disk before it answers.
 *
 * Held by `test/contract/ledger-contract.ts`:
 * - Several commits that wait together may share one transaction and one fsync; one that fails takes no other with it.
 * - A conversation that is no longer at the expected version is refused with `version-conflict`, and nothing is written.
 * - A record whose `needs` are not granted, also by a withdrawal in the same batch, is refused with `not-allowed-now`.
 * - A key seen before with the same request answers what it answered first; with another request, `idempotency-mismatch`.
 * - Calls named in `alsoAnswers` are remembered with the same answer, in the same transaction.
 * - A full disk is `store-full`, any other fault `store-failed`; then nothing of the record is stored.
 */
export interface Ledger {
  /** @throws {ApplianceError} `version-conflict`, `not-allowed-now`, `idempotency-mismatch`, `store-full`, `store-failed` */
  commit<T>(record: LedgerRecord<T>): Promise<T>;
  /** Stores sentences of a reply under way, durably, before they are sent. */
  noteSentences(open: OpenTurn): Promise<void>;
}

/** A streamed turn that is not sealed yet. */
export interface OpenTurn {
  readonly conversation: string;
  readonly turn: number;
  readonly at: string;
  readonly question: RedactedText;
  readonly sentences: readonly string[];
  /** Calls the turn answers: sealed after a stop, it still answers their repeats. */
  readonly answers: readonly RememberedCall[];
}
