declare const accepted: unique symbol;

/** Who words a reply: the knowledge base, the text model, or policy. */
export type SpeakingMode = 'quoted' | 'composed' | 'scripted';

/** A literal piece of one stored passage version that a reply rests on. */
export interface Citation {
  readonly passage: string;
  readonly title: string;
  /** `sha256:` of the document version the quote was taken from. */
  readonly version: string;
  /** Calendar date (`YYYY-MM-DD`) the document itself names. */
  readonly updated: string;
  readonly quote: string;
}

/** A reply somebody worded and nobody has checked: never shown to a customer. */
export interface Draft {
  /** Worded by policy for the mood; empty when none is called for. */
  readonly acknowledgement: string;
  /** Sentences in the order they are said. */
  readonly sentences: readonly string[];
  readonly language: string;
  readonly mode: SpeakingMode;
  readonly citations: readonly Citation[];
}

/** A reply that passed every check. Only `validation/` makes it, and nothing else may be delivered. */
export interface AcceptedReply {
  readonly [accepted]: true;
  readonly text: string;
  /** The text again, cut where a stream may pause; joined with one space it is `text`. */
  readonly sentences: readonly string[];
  readonly language: string;
  readonly mode: SpeakingMode;
  readonly citations: readonly Citation[];
}
