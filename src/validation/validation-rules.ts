/** A phrase in the pattern language of policy files: `word`, `word*`, `(a|b)`, `...` for up to three words. */
export interface PhraseRule {
  readonly phrase: string;
  /** `file:line:column` in the policy files. */
  readonly rule: string;
}

export interface PhraseListRule {
  readonly id: string;
  readonly phrases: readonly string[];
  /** `file:line:column` in the policy files. */
  readonly rule: string;
}

/** What validation asks of policy. */
export interface ValidationRules {
  readonly prohibitedPhrases: readonly PhraseRule[];
  readonly prohibitedTopics: readonly PhraseListRule[];
  /** Promises only the knowledge base may make, in its own words. */
  readonly commitments: readonly PhraseListRule[];
  /** Sentences a reply may have, an acknowledgement not counted; 4 is usual. */
  readonly maxSentences: number;
  /** UTF-16 code units a reply may have. */
  readonly maxCharacters: number;
  /** Languages the assistant may speak, as ISO 639-1 codes. */
  readonly languages: readonly string[];
  /** Audiences whose passages the assistant may show at all; absent means every one the customer belongs to. */
  readonly audiences?: readonly string[];
}
