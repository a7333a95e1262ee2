import type { HandoverReason, Priority } from '../conversation/outcome.ts';
import type { ActionsPolicy } from './action-policy.ts';
import type { Condition } from './condition.ts';
import type { Moods } from './moods.ts';
import type { PhrasePattern } from './phrase-pattern.ts';
import type { PolicyFiles } from './policy-schema.ts';
import type { Wording } from './schema-parts.ts';

/** A hard rule: when its condition holds, a person takes over, whatever else is known. */
export interface HardRule {
  readonly id: string;
  readonly stage: 'before' | 'after';
  readonly condition: Condition;
  readonly reason: HandoverReason;
  readonly queue: string | null;
  readonly priority: Priority | null;
  /** `file:line:column` of the rule. */
  readonly at: string;
}

export interface SoftSignal {
  readonly id: string;
  readonly condition: Condition;
  readonly weight: number;
  readonly reason: HandoverReason;
  readonly at: string;
}

/** What certain words call for, whatever the statistics say. */
export interface SensitiveHandler {
  readonly id: string;
  readonly reason: HandoverReason;
  readonly queue: string | null;
  readonly priority: Priority;
  readonly phrases: readonly PhrasePattern[];
  readonly unless: readonly PhrasePattern[];
  readonly message: Wording | null;
  readonly at: string;
}

export interface ProhibitedTopic {
  readonly id: string;
  readonly phrases: readonly PhrasePattern[];
  readonly alternative: Wording;
  readonly at: string;
}

export type IntentPolicy = PolicyFiles['intents']['intents'][number];

/** All policy in force at one moment: immutable, and named by the hash of the texts it was read from. */
export interface PolicySnapshot {
  /** `sha256:` over the names and texts of all files of all layers. */
  readonly hash: string;
  /** What places call the folder the files stand in. */
  readonly folder: string;
  /** Folders laid over the files of the policy folder, in their order: `organisation`, `audiences/enterprise`, … */
  readonly layers: readonly string[];
  /** File name → text, kept so that an old decision can be explained with the policy it was made under. */
  readonly texts: Readonly<Record<string, string>>;
  readonly files: PolicyFiles;
  /** What was measured for this policy, if anything was. */
  readonly moods: Moods | null;
  readonly intents: ReadonlyMap<string, IntentPolicy>;
  readonly hardRules: readonly HardRule[];
  readonly softSignals: readonly SoftSignal[];
  readonly clarifyWhen: Condition;
  readonly handlers: readonly SensitiveHandler[];
  readonly topics: readonly ProhibitedTopic[];
  readonly actions: ActionsPolicy;
  /** `file:line:column` of a part of a file, for the record of a decision. */
  locate(file: keyof PolicyFiles, path: readonly (string | number)[]): string;
}

/** The text of a wording in a language, else in English, which every wording has. */
export function wordingFor(wording: Wording, language: string): string {
  return wording[language] ?? wording.en ?? '';
}

/** Audiences whose documents and actions a tier may be shown; those of everybody where it has none of its own. */
export function audiencesFor({ files }: PolicySnapshot, tier: string): readonly string[] | undefined {
  const { audiences } = files.scope;
  // A tier comes from the caller: `constructor` names no audience.
  return Object.hasOwn(audiences, tier) ? audiences[tier] : audiences.standard;
}
