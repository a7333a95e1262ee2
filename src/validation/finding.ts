export const checkIds = [
  'empty',
  'length',
  'language',
  'active-content',
  'injected-instruction-echo',
  'prohibited-phrase',
  'prohibited-topic',
  'commitment',
  'personal-data-leak',
  'citation-exists',
  'ungrounded-specifics',
  'sentence-grounding',
] as const;

export type CheckId = (typeof checkIds)[number];

/** One reason why a draft may not be delivered. */
export interface Finding {
  readonly check: CheckId;
  /** Which sentence of the reply, from 0; those of an acknowledgement come first. */
  readonly sentence: number;
  /** UTF-16 code units of the reply text, `end` exclusive; null where no place can be named. */
  readonly span: { readonly start: number; readonly end: number } | null;
  /** A rule or a normalised kind, for example `money`; never what the customer or the model wrote. */
  readonly detail: string;
  /** `file:line:column` of the policy rule, where policy asked for it. */
  readonly rule?: string;
}
