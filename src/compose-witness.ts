import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { lockFile } from './adapters/sqlite/data-lock.ts';
import { toLogName } from './audit/checkpoint.ts';
import { verifyCheckpoint } from './audit/checkpoint-verifier.ts';
import { type Cosigner, createCosigner, generateWitnessKey } from './audit/cosigner.ts';
import type { LogAlarm } from './audit/log-alarm.ts';
import { createLogSource } from './audit/log-source.ts';
import { createLogWatch, type KeptLog, type LogKeeping } from './audit/log-watch.ts';
import { toOwnNote } from './audit/note-verifier.ts';
import { ConfigError } from './config/config-error.ts';
import { parseJson } from './conversation/parse-json.ts';
import { replaceFile } from './files/replace-file.ts';
import { writeNewFile } from './files/write-new-file.ts';

const DEADLINE_MS = 60_000;

export interface WitnessOrder {
  /** Address of the appliance that is watched. */
  readonly from: string;
  /** An API key of it, of a kiosk or an auditor. */
  readonly apiKey: string;
  /** Its verifier key from other hands; without one, the first visit is taken on trust. */
  readonly vkey?: string;
  /** File of what is held from one visit to the next. */
  readonly state: string;
  /** File of the witness's own key; made where it is not there. */
  readonly as: string;
}

/** What one look came to. */
export type WitnessVisit = { readonly witness: string } & (
  | { readonly kind: 'cosigned'; readonly size: number }
  /** The appliance does not know this witness yet; `vkey` is what its operator has to list. */
  | { readonly kind: 'not-listed' }
  | { readonly kind: 'alarm'; readonly alarm: LogAlarm }
);

const keptSchema = z.object({ vkey: z.string(), note: z.string() });
const problemSchema = z.object({ code: z.string(), detail: z.string() });

/**
 * One look of a witness: the newest checkpoint is held against the one that is kept, kept itself, then cosigned and sent,
 * in this order, so that nothing is cosigned that a later look could forget. What does not go together is reported.
 *
 * @throws {ConfigError} `config-invalid` for a state or key that cannot be read
 * @throws {AuditError} `log-unreachable` @throws {StoreError} `store-in-use` while another look goes on
 */
export async function visitAsWitness(order: WitnessOrder): Promise<WitnessVisit> {
  const lock = lockFile(`${order.state}.lock`, 'another look of this witness goes on');
  try {
    const cosigner = readCosigner(order.as);
    const keeping = openKeeping(order);
    const call = createCall(order);
    const alarm = await createLogWatch(
      createLogSource((path) => call('GET', path)),
      keeping,
    ).visit();
    return alarm ? await report(alarm, cosigner, call) : await cosign(keeping.find(), cosigner, call);
  } finally {
    lock.release();
  }
}

type Call = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ readonly status: number; readonly text: string }>;

function createCall({ from, apiKey }: WitnessOrder): Call {
  const base = from.replace(/\/+$/, '');
  return async function callAppliance(method, path, body) {
    const sent = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body ? sent : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    return { status: answer.status, text: await answer.text() };
  };
}

async function cosign(kept: KeptLog | undefined, cosigner: Cosigner, call: Call): Promise<WitnessVisit> {
  if (kept === undefined) throw new Error('Cannot cosign: nothing is held after a visit without an alarm');
  const note = cosigner.cosign(toOwnNote(kept.note, kept.vkey), Math.floor(Date.now() / 1000));
  const { status, text } = await call('POST', '/v1/audit/witness', { note });
  const witness = cosigner.vkey;
  if (status === 200)
    return { kind: 'cosigned', witness, size: z.object({ size: z.int() }).parse(parseJson(text)).size };
  const { code, detail } = problemSchema.parse(parseJson(text));
  if (code === 'witness-unknown') return { kind: 'not-listed', witness };
  throw new Error(`The appliance answered "${code}": ${detail}`);
}

async function report(alarm: LogAlarm, cosigner: Cosigner, call: Call): Promise<WitnessVisit> {
  const { code, held, shown } = alarm;
  // The appliance under suspicion may not want to hear of it: whoever runs the witness is told all the same.
  await call('POST', '/v1/audit/alarms', { code, held, shown }).catch(() => undefined);
  return { kind: 'alarm', witness: cosigner.vkey, alarm };
}

/** A witness that begins anew could cosign another history: what is kept and cannot be read ends the look. */
function openKeeping({ state, vkey }: WitnessOrder): LogKeeping {
  const stored = existsSync(state) ? readState(state) : undefined;
  if (vkey !== undefined && stored !== undefined && stored.vkey !== vkey) {
    throw new ConfigError('config-invalid', `Cannot watch: "${state}" is of a log with another key than --key names`);
  }
  let kept = stored ?? (vkey === undefined ? undefined : { vkey, note: '' });
  return {
    find: () => kept,
    keep: (next) => {
      replaceFile(state, `${JSON.stringify(next)}\n`);
      kept = next;
    },
  };
}

function readState(file: string): KeptLog {
  try {
    const kept = keptSchema.parse(parseJson(readFileSync(file, 'utf8')));
    if (verifyCheckpoint(kept.note, kept.vkey).kind === 'verified') return kept;
  } catch (cause) {
    throw new ConfigError('config-invalid', `Cannot read what this witness holds: "${file}" is damaged`, { cause });
  }
  throw new ConfigError('config-invalid', `Cannot read what this witness holds: "${file}" is damaged`);
}

/** Named after its key, as logs are: nothing else could tell two witnesses apart for sure. */
function readCosigner(file: string): Cosigner {
  if (!existsSync(file)) writeNewFile(file, generateWitnessKey());
  const key = readKey(file);
  return createCosigner(toLogName(key).replace('confidant/', 'witness/'), key);
}

function readKey(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError('config-invalid', `Cannot read the key of this witness: "${file}" holds none`, { cause });
  }
}
