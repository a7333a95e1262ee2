import type { RefusalCode } from './verdict.ts';

/** What a watcher outside can find. */
export const logAlarmCodes = [
  /** Checkpoints are signed by another key than at the first visit. */
  'key-changed',
  /** A checkpoint without the log's signature, or none at all. */
  'checkpoint-invalid',
  /** A receipt that proves nothing. */
  'receipt-invalid',
  /** The newest checkpoint is of fewer entries than one that was seen before. */
  'log-shrunken',
  /** Two checkpoints of one size and two roots. */
  'log-forked',
  /** The appliance cannot show that the earlier tree is the beginning of the later one. */
  'proof-invalid',
] as const;
export type LogAlarmCode = (typeof logAlarmCodes)[number];

/** What was found, with everything somebody else needs to see it too. */
export interface LogAlarm {
  readonly code: LogAlarmCode;
  readonly vkey: string;
  /** The checkpoint held from earlier visits; null before the first. */
  readonly held: string | null;
  /** The checkpoint (or for `key-changed` the key) that does not go with it. */
  readonly shown: string;
  /** Which check failed, as a code; null where the code of the alarm says it. */
  readonly refusal: RefusalCode | null;
  /** The consistency proof that was given, hashes in base64; null where none was. */
  readonly proof: readonly string[] | null;
}
