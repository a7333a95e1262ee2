import type { LogEntry } from '../../audit/entry-format.ts';
import type { RedactedText } from '../../conversation/redacted-text.ts';
import type { DataClassPolicy } from '../../policy/data-classes.ts';
import type { ExportFolder } from '../../privacy/export-folder.ts';
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
  classes(): DataClassPolicy;
  redact(text: string): Promise<RedactedText>;
  /** The text as a signed note, by the key of the log. */
  sign(text: string): string;
  now(): Date;
  newId(prefix: 'e' | 'q'): string;
}
