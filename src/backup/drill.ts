/** What a drill found out: that a backup becomes a running appliance, how long that takes, and what it would cost. */
export interface DrillReport {
  readonly format: 'confidant.drill/v1';
  readonly id: string;
  readonly at: string;
  readonly ok: boolean;
  readonly backup: { readonly id: string; readonly createdAt: string };
  /** Recovery point: entries acknowledged when the drill began, and of these the ones that did not come back. */
  readonly rpo: { readonly acknowledged: number; readonly restored: number; readonly lost: number };
  /** Recovery time in milliseconds: bringing it back, then until the appliance answered that it is ready. */
  readonly rto: { readonly ms: number; readonly restoreMs: number; readonly startMs: number };
  readonly log: { readonly ok: boolean; readonly entries: number; readonly root: string };
  /** Subjects with texts, and of these the ones whose texts were opened after the restore. */
  readonly texts: { readonly subjects: number; readonly opened: number };
  /** Rows by table, in the backup and after it was restored; only where they differ. */
  readonly differences: Readonly<Record<string, { readonly backup: number; readonly restored: number }>>;
  readonly erasedAgain: number;
  /** What the restored appliance said of itself: `ready` or `degraded`; else `not-ready`. */
  readonly state: string;
  /** Why it did not start: a code, or null. */
  readonly fault: string | null;
}
