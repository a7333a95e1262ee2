/** Where the log says that a pack was written. */
export type RunRecord =
  /** At this index; the pack has the receipt. */
  | { readonly kind: 'recorded'; readonly index: number }
  /** Left for the appliance that runs on the data folder, which alone may write its log and does so soon. */
  | { readonly kind: 'noted' }
  /** Nowhere, and nobody will bring it there: the log took no entry. */
  | { readonly kind: 'failed'; readonly code: string };

/** What whoever writes the pack is told of it. */
export function toRecordSentence(record: RunRecord): string {
  switch (record.kind) {
    case 'recorded':
      return `Entry ${record.index} of the log says so; receipt.json proves it.`;
    case 'noted':
      return 'The appliance that runs on this data folder brings the run into the log within a minute; a later pack shows it: verify --later.';
    case 'failed':
      return `THE RUN IS NOT ON THE RECORD (${record.code}): the log took no entry, and nobody brings it there. Make room where the disk is full; where npm run audit -- verify finds a changed log, bring back a backup. Then write the pack again.`;
  }
}
