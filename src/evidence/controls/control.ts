import type { LogEntry } from '../../audit/entry-format.ts';

/** What must hold in the facts of the appliance for a control; `judge-needs.ts` says how each is looked at. */
export type Need =
  | 'log-verifies'
  | 'versions-in-every-decision'
  | 'turns-masked'
  | 'retention-held'
  | 'basis-in-every-session'
  | 'notice-in-every-session'
  | 'disclosure-in-every-session'
  | 'consents-obeyed'
  | 'erasures-done'
  | 'human-only-rules'
  | 'nothing-outside-configured'
  | 'clock-never-backwards'
  | 'log-from-first-start'
  | 'sign-ins-by-account'
  | 'idle-limit-set'
  | 'models-verified'
  | 'parts-listed'
  | 'policies-kept'
  | 'evaluated-here'
  | 'stop-tried-lately'
  | 'restore-drilled-lately';

/** One thing an auditor wants, and what of the appliance bears on it. */
export interface Control {
  readonly number: number;
  readonly title: string;
  /** Where the requirement stands, framework first: for finding the text. */
  readonly sources: readonly string[];
  readonly capability: string;
  /** Files of the pack that are its evidence. */
  readonly files: readonly string[];
  /** Kinds of log entries that are its evidence; those there are stand in the pack with their hashes. */
  readonly kinds: readonly LogEntry['kind'][];
  readonly needs: readonly Need[];
  /** Reports of measurements that lie in the folder of reports: name, and what it measures. */
  readonly measured: readonly string[];
  /** Files of tests that must have passed. */
  readonly tests: readonly string[];
  /** What the control asks for and this version cannot do. */
  readonly notBuilt: readonly string[];
}

/** The identifier of a control in OSCAL and in the table. */
export function controlId({ number }: Pick<Control, 'number'>): string {
  return `confidant-${String(number).padStart(2, '0')}`;
}
