/** Everything that may be remembered of a subject beyond a conversation: a closed list, each with values of its own form. */
export const factKinds = [
  /** Language tag, for example `de`. */
  'preferred-language',
  /** Name of a channel. */
  'preferred-channel',
  /** Reference of a handover that is not done. */
  'open-issue',
  /** Name of a need out of policy. */
  'accessibility-need',
  /** Name of a product out of policy. */
  'product-held',
] as const;
export type FactKind = (typeof factKinds)[number];

/** One small thing that is remembered of a subject; never a sentence, and never worded by a model. */
export interface MemoryFact {
  readonly id: string;
  readonly kind: FactKind;
  readonly value: string;
  /** Id of the purpose the subject granted. */
  readonly purpose: string;
  /** The turn it is known from. */
  readonly source: { readonly conversation: string; readonly turn: number };
  readonly at: Date;
  /** From this moment on nobody reads it. */
  readonly expires: Date;
}
