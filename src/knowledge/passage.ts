/** A sentence of a passage; offsets are UTF-16 code units of the passage text, `end` exclusive. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A section of one document version: the unit that is searched, quoted and cited. */
export interface Passage {
  /** `document#n`, n from 1 in reading order. */
  readonly id: string;
  readonly document: string;
  readonly collection: string;
  readonly title: string;
  /** Headings above the section, outermost first, without the title. */
  readonly headings: readonly string[];
  /** `sha256:` of the document's source text. */
  readonly version: string;
  readonly text: string;
  readonly sentences: readonly Sentence[];
  /** Calendar dates (`YYYY-MM-DD`) the document itself names. */
  readonly updated: string;
  readonly reviewBy: string | null;
  /** Prices, policies, specifications: content that ages. */
  readonly volatile: boolean;
  /** Who may be shown it: `public`, `staff`, or a tier. */
  readonly audience: string;
  /** Reads like an instruction to the assistant; never quoted and never put in a prompt. */
  readonly suspect: boolean;
}

/** A passage that could support an answer, with how far to trust it. */
export interface RetrievedPassage extends Passage {
  /** 0–1, calibrated: how likely it is that this passage answers the question. */
  readonly relevance: number;
  /** 0–1 for each sentence, in order: how near it is to the question. */
  readonly sentenceScores: readonly number[];
  readonly ageDays: number;
  /** Older than 90 days and volatile, or past its review date. */
  readonly stale: boolean;
}
