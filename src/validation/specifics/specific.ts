export type SpecificKind =
  | 'money'
  | 'percentage'
  | 'duration'
  | 'date'
  | 'time'
  | 'phone'
  | 'url'
  | 'email'
  | 'number'
  | 'code'
  | 'name';

/** Something in a text that is right or wrong to the letter: a price, a date, a number to call. */
export interface Specific {
  readonly kind: SpecificKind;
  /** UTF-16 code units of the text it was found in, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Normal forms, one for each way it can be read: `money:1000:USD`, `date:2026-10-01`. */
  readonly values: readonly string[];
  /** Weaker forms it also vouches for: a full date for its day and month, "5 days" for a bare 5. */
  readonly implied: readonly string[];
}

/** Finds one kind of specifics. Text that an earlier finder claimed is blanked out. */
export type SpecificFinder = (text: string) => readonly Specific[];
