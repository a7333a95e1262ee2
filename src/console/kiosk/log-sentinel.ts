import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { LogAlarm } from '../../audit/log-alarm.ts';
import { createLogSource } from '../../audit/log-source.ts';
import { createLogWatch, type LogWatch } from '../../audit/log-watch.ts';
import type { LogMemory } from './log-memory.ts';
import type { Receipt } from './turn.ts';

/** One call of the API with this device's key. Rejects where no answer comes. */
export type SendRequest = (path: string, body?: object) => Promise<{ readonly status: number; readonly text: string }>;

/** Looks at the log for the people at this device, and never stands in their way. */
export interface LogSentinel {
  /** What was found and not settled by staff since. */
  readonly alarm: ReadonlySignal<LogAlarm | undefined>;
  connect(send: SendRequest): void;
  /** A person begins: is the log still the one of the visits before? Resolves when the look is over, never rejects. */
  visit(): Promise<void>;
  /** An answer came with a receipt. Resolves when the look is over, never rejects. */
  see(receipt: Receipt): Promise<void>;
}

/** Compares what this device remembers with what the appliance shows. */
export function createLogSentinel(memory: LogMemory): LogSentinel {
  const alarm = signal(memory.findAlarm());
  let link: { readonly watch: LogWatch; readonly send: SendRequest } | undefined;

  async function take(look: (watch: LogWatch) => Promise<LogAlarm | undefined>): Promise<void> {
    if (link === undefined) return;
    try {
      const found = await look(link.watch);
      if (found !== undefined && alarm.value === undefined) showAlarm(found, memory, alarm);
      await report(link.send, memory, alarm.value);
    } catch {
      // The line is down or the appliance busy, which says nothing about the log: the next look comes soon.
    }
  }

  return {
    alarm,
    connect(send) {
      link = {
        send,
        watch: createLogWatch(
          createLogSource((path) => send(path)),
          memory,
        ),
      };
    },
    visit: () => take((watch) => watch.visit()),
    see: (receipt) => take((watch) => watch.see(receipt)),
  };
}

/** The first one stays: it is the one with the evidence. */
function showAlarm(found: LogAlarm, memory: LogMemory, alarm: Signal<LogAlarm | undefined>): void {
  alarm.value = found;
  memory.keepAlarm(found);
}

/** Tells the appliance once; until it has heard, again at every look. */
async function report(send: SendRequest, memory: LogMemory, alarm: LogAlarm | undefined): Promise<void> {
  if (alarm === undefined || memory.isReported()) return;
  const { code, held, shown } = alarm;
  const { status } = await send('/v1/audit/alarms', { code, held, shown });
  if (status === 201) memory.noteReported();
}
