import type { LogEntry } from '../../audit/entry-format.ts';
import type { RedactedText } from '../../conversation/redacted-text.ts';
import type { DataClassPolicy } from '../../policy/data-classes.ts';
import type { ExportFolder } from '../../privacy/export-folder.ts';
import type { KnownTime } from '../../privacy/known-time.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import type { SubjectStore } from '../../privacy/subject-store.ts';
import type { ConversationLocks } from '../conversation-locks.ts';
import type { Ledger, RememberedCall } from '../ledger.ts';
import type { Records } from '../records.ts';

/** Who asks about a subject, and how a repeat of the call is recognised. */
export interface SubjectRequest {
  readonly by: LogEntry['actor'];
  readonly repeat: RememberedCall | null;
}

/** A look for what is past its time, and who takes it. */
export interface RetentionRequest {
  readonly by: LogEntry['actor'];
  readonly dryRun: boolean;
  /** A person says that the clock is right, however far it has gone on. */
  readonly clockIsRight: boolean;
}

export type RetentionWish = Omit<RetentionRequest, 'by'>;

/** What requests about subjects need. */
export interface SubjectPorts {
  readonly ledger: Pick<Ledger, 'commit'>;
  readonly records: Pick<Records, 'findConversation' | 'openHandover' | 'transcript' | 'knownValues' | 'memory'>;
  readonly store: SubjectStore;
  readonly keys: SubjectKeys & {
    subjectsOf(reference: string): readonly string[];
    destroyKey(subject: string): void;
  };
  readonly exports: ExportFolder;
  readonly locks: ConversationLocks;
  readonly knownTime: KnownTime;
  /** Drops what memory holds of a conversation that is about to go. */
  forgetTail(conversation: string): void;
  classes(): DataClassPolicy;
  redact(text: string): Promise<RedactedText>;
  /** Takes every certificate as a signed note, once it is on the record. */
  onCertified(note: string): void;
  /** The text as a signed note, by the key of the log. */
  sign(text: string): string;
  now(): Date;
  newId(prefix: 'e' | 'q'): string;
}
