import type { LogVerification } from '../audit/verify-log.ts';
import type { PolicyFiles } from '../policy/policy-schema.ts';
import type { EvidenceStore, StoredAccount, StoredPolicy, TableAge } from './evidence-store.ts';
import type { MeasuredReport, TestReport } from './measured-reports.ts';
import type { LogTallies } from './tallies/tally-log.ts';

/** A model of the configuration, as the catalogue has it and as it lies on the disk. */
export interface ModelFact {
  readonly id: string;
  readonly role: string;
  readonly licence: string;
  readonly description: string;
  readonly state: string;
  readonly files: readonly { readonly path: string; readonly sha256: string | null; readonly bytes: number | null }[];
}

/** What came of an examination, and whether the signature under it holds. */
export interface QualificationFact {
  readonly role: string;
  readonly model: string;
  readonly passed: boolean;
  readonly overall: number;
  readonly at: string;
  readonly signed: boolean;
  readonly onThisMachine: boolean;
}

/** One call of the API and who may make it; `permission` null: nobody is asked for a key. */
export interface AccessFact {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string | null;
  readonly roles: readonly string[];
}

/** A package that is installed. */
export interface PackageFact {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, or what the package says; null where it says nothing. */
  readonly licence: string | null;
  /** Subresource integrity of the package file, as the lockfile has it. */
  readonly integrity: string | null;
  readonly dev: boolean;
  readonly optional: boolean;
  readonly dependencies: readonly string[];
}

/** An address the configuration names, outside the process. */
export interface OutwardFact {
  readonly what: string;
  readonly kind: string;
  /** Host and port alone. */
  readonly address: string | null;
  readonly enabled: boolean;
}

export interface SettingsFact {
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  readonly signInByProvider: boolean;
  readonly keyVault: string;
  readonly turnsAtOnce: number;
  readonly requestsPerMinute: number;
  readonly offline: boolean;
}

/** Everything an evidence pack is made from, read at one moment. */
export interface EvidenceFacts {
  readonly madeAt: string;
  /** Name of the log, and so of the appliance. */
  readonly origin: string;
  readonly version: string;
  readonly log: {
    readonly size: number;
    readonly verification: LogVerification;
    readonly tallies: LogTallies;
  };
  readonly settings: SettingsFact;
  readonly models: readonly ModelFact[];
  readonly qualifications: readonly QualificationFact[];
  readonly policy: {
    readonly hash: string;
    readonly files: Readonly<Record<string, string>>;
    readonly problems: readonly string[];
    readonly privacy: PolicyFiles['privacy'];
    /** Rules after which a person decides, by their place. */
    readonly humanOnly: readonly { readonly id: string; readonly reason: string; readonly at: string }[];
    readonly calibrated: boolean;
  };
  readonly policyHistory: readonly StoredPolicy[];
  readonly knowledge: ReturnType<EvidenceStore['documents']> & { readonly version: string };
  readonly access: readonly AccessFact[];
  readonly keys: ReturnType<EvidenceStore['keys']>;
  readonly accounts: readonly StoredAccount[];
  readonly sessions: ReturnType<EvidenceStore['sessions']>;
  readonly tables: readonly TableAge[];
  readonly holds: number;
  readonly values: Readonly<Record<string, number>>;
  readonly outward: readonly OutwardFact[];
  readonly packages: readonly PackageFact[] | null;
  readonly measured: readonly MeasuredReport[];
  readonly tests: TestReport | null;
}
