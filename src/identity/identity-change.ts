/** A change of an account or a key that a command made, and that is not in the log yet. */
export interface IdentityChange {
  readonly of: 'staff' | 'key';
  /** Its number among the changes of its kind. */
  readonly change: number;
  /** The id of the account or key. */
  readonly target: string;
  /** A code, for example `staff-added-as-agent` or `key-revoked`. */
  readonly act: string;
  readonly at: string;
}

/** What is left of a change once it is on the record; made in the transaction of its entry. */
export type RecordedChange = Pick<IdentityChange, 'of' | 'change'>;
