/** What can be wrong with a backup. */
export type BackupFindingCode =
  | 'signature-refused'
  | 'file-missing'
  | 'file-changed'
  | 'store-unreadable'
  | 'store-damaged'
  | 'schema-other'
  | 'keys-older'
  | 'log-changed'
  | 'checkpoint-other'
  | 'key-missing'
  | 'box-damaged';

/** One thing wrong; the detail holds names of files, columns and codes, never content. */
export interface BackupFinding {
  readonly code: BackupFindingCode;
  readonly detail: string;
}

export interface BackupVerification {
  readonly ok: boolean;
  readonly id: string;
  readonly createdAt: string;
  /** Entries of the log in it. */
  readonly entries: number;
  /** Name of the key that signed it, and where the verifier key was taken from. */
  readonly signedBy: { readonly name: string; readonly trusted: 'given' | 'data-folder' | 'backup-itself' };
  readonly bytes: number;
  readonly keys: {
    /** Subjects with texts, and of these the ones all of whose texts were opened. */
    readonly subjects: number;
    readonly opened: number;
    /** Why none were opened: a code, or null. */
    readonly why: string | null;
  };
  readonly findings: readonly BackupFinding[];
  readonly ms: number;
}
