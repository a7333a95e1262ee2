import { type LogAlarm, logAlarmCodes } from '../../audit/log-alarm.ts';
import type { KeptLog, LogKeeping } from '../../audit/log-watch.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import { findText, isRecord } from './narrow.ts';

const names = {
  kept: 'confidant-kiosk-log',
  alarm: 'confidant-kiosk-log-alarm',
  reported: 'confidant-kiosk-log-alarm-reported',
} as const;

/** The browser's storage, as far as it is used. */
interface Shelf {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** What this device remembers of the log, over the closing of the browser. Nothing in it is about a customer. */
export interface LogMemory extends LogKeeping {
  findAlarm(): LogAlarm | undefined;
  keepAlarm(alarm: LogAlarm): void;
  isReported(): boolean;
  noteReported(): void;
  /** Begins anew: what staff do once they know why the log is another one. */
  forget(): void;
}

/** What was written here by anybody else is as if it were not there. */
export function openLogMemory(storage: Shelf): LogMemory {
  const shelf = withFallback(storage);
  return {
    find: () => toKept(read(shelf, names.kept)),
    keep: (kept) => write(shelf, names.kept, kept),
    findAlarm: () => toAlarm(read(shelf, names.alarm)),
    keepAlarm: (alarm) => write(shelf, names.alarm, alarm),
    isReported: () => shelf.getItem(names.reported) !== null,
    noteReported: () => shelf.setItem(names.reported, 'yes'),
    forget() {
      for (const name of Object.values(names)) shelf.removeItem(name);
    },
  };
}

/** Storage that is full or switched off: what it does not take is held until the page closes, and nobody's visit ends over it. */
function withFallback(storage: Shelf): Shelf {
  const here = new Map<string, string>();
  return {
    getItem: (name) => here.get(name) ?? orNothing(() => storage.getItem(name)) ?? null,
    setItem: (name, value) => {
      here.set(name, value);
      orNothing(() => {
        storage.setItem(name, value);
        // Kept, and from now on another page of this device may write it.
        here.delete(name);
      });
    },
    removeItem: (name) => {
      here.delete(name);
      orNothing(() => storage.removeItem(name));
    },
  };
}

function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function write(shelf: Shelf, name: string, value: object): void {
  shelf.setItem(name, JSON.stringify(value));
}

function read(shelf: Shelf, name: string): unknown {
  try {
    return parseJson(shelf.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function toKept(value: unknown): KeptLog | undefined {
  const vkey = isRecord(value) ? findText(value, 'vkey') : undefined;
  const note = isRecord(value) ? findText(value, 'note') : undefined;
  return vkey === undefined || note === undefined ? undefined : { vkey, note };
}

function toAlarm(value: unknown): LogAlarm | undefined {
  if (!isRecord(value)) return undefined;
  const code = logAlarmCodes.find((known) => known === value.code);
  const [vkey, shown, held] = [findText(value, 'vkey'), findText(value, 'shown'), findText(value, 'held') ?? null];
  if (code === undefined || vkey === undefined || shown === undefined) return undefined;
  const proof = Array.isArray(value.proof) ? value.proof.filter((hash) => typeof hash === 'string') : null;
  return { code, vkey, held, shown, refusal: null, proof };
}
