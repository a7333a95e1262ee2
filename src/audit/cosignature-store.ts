/** One cosignature as it is kept; `witness` is name and key id, `time` seconds since 1970 by its own clock. */
export interface KeptCosignature {
  readonly witness: string;
  readonly time: number;
  readonly line: string;
}

/** Cosignatures of one checkpoint, stored with their entry. */
export interface CosignatureChange {
  readonly size: number;
  readonly cosignatures: readonly KeptCosignature[];
  readonly at: Date;
}

/** What witnesses said of this log. Rows are only ever added. */
export interface CosignatureStore {
  /** The signed note of this log over so many entries. */
  findCheckpoint(size: number): string | undefined;
  has(size: number, witness: string): boolean;
  /**
   * When the newest checkpoint that is cosigned was, in seconds since 1970: by the clock of the witness or by ours, whichever
   * is earlier; where none is, when the log began. Null while it is empty.
   */
  unwitnessedSince(): number | null;
}
