import { fromBase64 } from './base64.ts';
import { type Checkpoint, verifyCheckpoint } from './checkpoint-verifier.ts';
import type { LogAlarm, LogAlarmCode } from './log-alarm.ts';
import { isSameHash } from './merkle-tree.ts';
import { createReceiptVerifier, type ReceiptFields } from './receipt-verifier.ts';
import { verifyConsistency } from './verify-proof.ts';

// Runs in browsers as well as under Node; what it imports does too.

/** What a watcher holds of a log from one visit to the next: its verifier key and the newest checkpoint that was right. */
export interface KeptLog {
  readonly vkey: string;
  readonly note: string;
}

/** Where a watcher keeps it: on its own device, out of the appliance's reach. */
export interface LogKeeping {
  /** Undefined before the first visit. */
  find(): KeptLog | undefined;
  keep(kept: KeptLog): void;
}

/** The appliance under watch. A call that does not come through rejects, and says nothing about the log. */
export interface LogSource {
  /** `GET /v1/audit/key` */
  key(): Promise<string>;
  /** `GET /v1/audit/checkpoint` */
  checkpoint(): Promise<string>;
  /** `GET /v1/audit/proof/consistency`: hashes (base64); undefined where the appliance answers that it has no such proof. */
  consistency(from: number, to: number): Promise<readonly string[] | undefined>;
}

/** Everything resolves to the alarm that was found, or to undefined; rejects only where the source does. */
export interface LogWatch {
  /** Compares the log as it is now with what is held; the first visit of all takes key and checkpoint on trust. */
  visit(): Promise<LogAlarm | undefined>;
  /** Checks a receipt, and that its checkpoint goes with what is held. */
  see(receipt: ReceiptFields): Promise<LogAlarm | undefined>;
}

/** Once something was found, what is held stays as it is: it is the evidence. */
export function createLogWatch(source: LogSource, keeping: LogKeeping): LogWatch {
  let line: Promise<unknown> = Promise.resolve();

  /** One look after the other: an answer that was overtaken would look like a log that shrank. */
  function inLine<T>(turn: () => Promise<T>): Promise<T> {
    const next = line.then(turn, turn);
    line = next;
    return next;
  }

  return {
    visit: () => inLine(() => look(source, keeping)),
    see: (receipt) => inLine(() => lookAtReceipt(receipt, source, keeping)),
  };
}

async function look(source: LogSource, keeping: LogKeeping): Promise<LogAlarm | undefined> {
  const vkey = (await source.key()).trim();
  const kept = keeping.find() ?? { vkey, note: '' };
  if (vkey !== kept.vkey) return alarmOf(kept, 'key-changed', vkey);
  const note = await source.checkpoint();
  const shown = verifyCheckpoint(note, vkey);
  if (shown.kind === 'refused') return alarmOf(kept, 'checkpoint-invalid', note, { refusal: shown.code });
  return await compare({ kept, note, shown: shown.checkpoint, isNewest: true }, source, keeping);
}

async function lookAtReceipt(
  receipt: ReceiptFields,
  source: LogSource,
  keeping: LogKeeping,
): Promise<LogAlarm | undefined> {
  const kept = keeping.find() ?? { vkey: (await source.key()).trim(), note: '' };
  const verify = createReceiptVerifier((text) => verifyCheckpoint(text, kept.vkey));
  const shown = verify(receipt);
  if (shown.kind === 'refused') return alarmOf(kept, 'receipt-invalid', receipt.checkpoint, { refusal: shown.code });
  // The repeat of an answer carries the receipt of the first time, which is older than what is held.
  return await compare({ kept, note: receipt.checkpoint, shown: shown.checkpoint, isNewest: false }, source, keeping);
}

interface Sight {
  readonly kept: KeptLog;
  readonly note: string;
  readonly shown: Checkpoint;
  /** True where the appliance says that it has nothing beyond. */
  readonly isNewest: boolean;
}

async function compare(sight: Sight, source: LogSource, keeping: LogKeeping): Promise<LogAlarm | undefined> {
  const { kept, note, shown, isNewest } = sight;
  const held = findHeld(kept);
  if (held !== undefined && shown.size < held.size && isNewest) return alarmOf(kept, 'log-shrunken', note);
  const alarm = held === undefined ? undefined : await proveGrowth(sight, held, source);
  if (alarm === undefined && shown.size >= (held?.size ?? 0)) keeping.keep({ vkey: kept.vkey, note });
  return alarm;
}

async function proveGrowth({ kept, note, shown }: Sight, held: Checkpoint, source: LogSource) {
  const [earlier, later] = shown.size < held.size ? [shown, held] : [held, shown];
  if (earlier.size === later.size) {
    return isSameHash(earlier.root, later.root) ? undefined : alarmOf(kept, 'log-forked', note);
  }
  // Every tree begins with the empty one.
  if (earlier.size === 0) return undefined;
  const proof = await source.consistency(earlier.size, later.size);
  const hashes = (proof ?? []).map(fromBase64).filter((hash) => hash !== undefined);
  const verdict = verifyConsistency({
    size1: earlier.size,
    size2: later.size,
    root1: earlier.root,
    root2: later.root,
    proof: hashes,
  });
  if (verdict.kind === 'verified') return undefined;
  return alarmOf(kept, 'proof-invalid', note, { refusal: verdict.code, proof: proof ?? null });
}

/** What is held was verified before it was kept; a device whose storage was cleared or spoilt begins anew. */
function findHeld({ vkey, note }: KeptLog): Checkpoint | undefined {
  const verdict = verifyCheckpoint(note, vkey);
  return verdict.kind === 'verified' ? verdict.checkpoint : undefined;
}

function alarmOf(
  { vkey, note }: KeptLog,
  code: LogAlarmCode,
  shown: string,
  { refusal = null, proof = null }: Partial<Pick<LogAlarm, 'refusal' | 'proof'>> = {},
): LogAlarm {
  return { code, vkey, held: note === '' ? null : note, shown, refusal, proof };
}
