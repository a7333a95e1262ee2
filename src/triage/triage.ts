import type { Priority } from '../conversation/outcome.ts';
import type { Entity } from '../conversation/redacted-text.ts';
import type { Emotion } from '../policy/policy-schema.ts';

export type SentimentLabel = 'positive' | 'neutral' | 'frustrated' | 'angry';
export type SentimentTrend = 'rising' | 'steady' | 'falling';

/** What was asked, how urgent, in what mood, and how sure we are. It resolves and promises nothing. */
export interface Triage {
  readonly intent: { readonly id: string; readonly confidence: number };
  readonly alternatives: readonly { readonly id: string; readonly confidence: number }[];
  /** 0–1: how likely the message is something this assistant is for. */
  readonly inScope: number;
  readonly category: string;
  readonly sensitive: boolean;
  readonly urgency: Priority;
  readonly sentiment: { readonly score: number; readonly label: SentimentLabel; readonly trend: SentimentTrend };
  readonly emotion: Emotion;
  readonly complexity: {
    readonly level: 'simple' | 'moderate' | 'complex' | 'unknown';
    readonly signals: readonly string[];
    /** Intents of its pieces where they are several. */
    readonly matters: readonly string[];
  };
  readonly entities: readonly Entity[];
  readonly language: string;
  readonly languageSupported: boolean;
  /** True when answering needs the customer to be verified first. */
  readonly needsIdentity: boolean;
  /** Handler of `sensitive.yaml` whose words stand in the message, and where it is written. */
  readonly handler: { readonly id: string; readonly at: string } | null;
  /** Prohibited topic the message asks for. */
  readonly topic: { readonly id: string; readonly at: string } | null;
  /** Largest amount of money named in the message. */
  readonly amount: number;
  readonly repeatedQuestion: boolean;
}
