import { forgetAct, listNotedActs } from './backup/noted-acts.ts';
import type { Store } from './compose-store.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import type { Events } from './telemetry/events.ts';

/** How long a backup made beside the appliance is not yet on the record, at most. */
const LOOK_EVERY_MS = 60_000;
const operator = { role: 'operator', key: 'command' } as const;

type ActStore = Pick<Store, 'ledger' | 'log'>;

/** Brings into the log what commands did beside the appliance: at the start and every minute; answers how to stop. */
export async function keepNotedActs(
  data: string,
  store: ActStore,
  events: Pick<Events, 'faultCaught'>,
): Promise<() => Promise<void>> {
  const report = (error: unknown): void => events.faultCaught({ code: 'act-not-recorded', error });
  const record = (): Promise<void> => recordNotedActs(data, store).catch(report);
  await record();
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(record);
  }, LOOK_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running.then(record);
  };
}

/** Each becomes exactly one entry, whatever was cut off between the entry and the note of it. */
async function recordNotedActs(data: string, store: ActStore): Promise<void> {
  for (const noted of listNotedActs(data)) {
    const { act, target, at, after } = noted;
    if (!isRecorded(store, target, after)) {
      await commitEntry(store, { v: 2, kind: 'admin-act', at, actor: operator, act, target });
    }
    forgetAct(data, noted);
  }
}

function isRecorded({ log }: ActStore, target: string, after: number): boolean {
  for (const { entry } of log.entries(Math.min(after, log.size))) {
    if (entry.kind === 'admin-act' && entry.target === target) return true;
  }
  return false;
}
