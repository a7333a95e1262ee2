import { Gauge, type Registry } from 'prom-client';
import type { ToLabel } from './label.ts';

/** Handovers that wait in one queue at one priority. */
export interface WaitingCount {
  readonly queue: string;
  readonly priority: string;
  readonly count: number;
  /** Of the one that waits longest. */
  readonly oldestSeconds: number;
}

/** What can be asked of a running appliance at any moment. Asked at each reading: everything here must be quick. */
export interface StateSources {
  /** Part (`encoder-engine`, `policy` …) → the word for its state, as `/readyz` tells it. */
  states(): Readonly<Record<string, string>>;
  waiting(): readonly WaitingCount[];
  /** Entries in the log. */
  logEntries(): number;
  /** Since the newest cosigned checkpoint; null where no witness is set up. */
  unwitnessedSeconds(): number | null;
  /** On the disk of the data folder; null where the system does not say. */
  disk(): { readonly freeBytes: number; readonly totalBytes: number } | null;
  /** Nothing is deleted, because the clock jumped ahead. */
  retentionHeld(): boolean;
  alerts(): { readonly open: readonly { readonly severity: string }[]; readonly undelivered: number };
}

/** Gauges that are read when somebody looks; until sources are there, they have no values. */
export interface StateGauges {
  readFrom(sources: StateSources): void;
}

export function createStateGauges(registry: Registry, label: ToLabel): StateGauges {
  const held: { sources: StateSources | null } = { sources: null };
  const gauge = <Label extends string>(
    name: string,
    about: { readonly help: string; readonly labelNames: Label[] },
    tell: (sources: StateSources, set: (labels: Partial<Record<Label, string>>, value: number) => void) => void,
  ): void => {
    const made: Gauge<Label> = new Gauge<Label>({
      name: `confidant_${name}`,
      ...about,
      registers: [registry],
      collect: function collectState() {
        made.reset();
        if (held.sources) tell(held.sources, (labels, value) => made.set(labels, value));
      },
    });
  };
  gauge('part_state', { help: '1 for the state a part is in', labelNames: ['part', 'state'] }, (sources, set) => {
    for (const [part, state] of Object.entries(sources.states()))
      set({ part: label('part', part), state: label('state', state) }, 1);
  });
  const labelNames: ('queue' | 'priority')[] = ['queue', 'priority'];
  gauge('handovers_waiting', { help: 'Handovers nobody has claimed', labelNames }, (sources, set) => {
    for (const one of sources.waiting())
      set({ queue: label('queue', one.queue), priority: label('priority', one.priority) }, one.count);
  });
  const longest = { help: 'How long the handover that waits longest has waited', labelNames };
  gauge('handover_oldest_seconds', longest, (sources, set) => {
    for (const one of sources.waiting())
      set({ queue: label('queue', one.queue), priority: label('priority', one.priority) }, one.oldestSeconds);
  });
  gauge('log_entries', { help: 'Entries in the log', labelNames: [] }, (sources, set) => set({}, sources.logEntries()));
  const unwitnessed = { help: 'Time since the newest checkpoint a witness cosigned', labelNames: [] };
  gauge('log_unwitnessed_seconds', unwitnessed, (sources, set) => {
    const seconds = sources.unwitnessedSeconds();
    if (seconds !== null) set({}, seconds);
  });
  gauge('disk_free_bytes', { help: 'Free on the disk of the data folder', labelNames: [] }, (sources, set) => {
    const disk = sources.disk();
    if (disk) set({}, disk.freeBytes);
  });
  gauge('disk_free_ratio', { help: 'The same as a share of the disk, 0 to 1', labelNames: [] }, (sources, set) => {
    const disk = sources.disk();
    if (disk && disk.totalBytes > 0) set({}, disk.freeBytes / disk.totalBytes);
  });
  const jumped = { help: '1 while nothing past its time is deleted, because the clock jumped ahead', labelNames: [] };
  gauge('retention_held', jumped, (sources, set) => set({}, sources.retentionHeld() ? 1 : 0));
  gauge('alerts_open', { help: 'Alerts that hold', labelNames: ['severity'] }, (sources, set) => {
    const { open } = sources.alerts();
    for (const severity of ['critical', 'warning', 'info'])
      set({ severity }, open.filter((one) => one.severity === severity).length);
  });
  const undelivered = { help: 'Alerts on their way to the webhook', labelNames: [] };
  gauge('alert_deliveries_waiting', undelivered, (sources, set) => set({}, sources.alerts().undelivered));
  return {
    readFrom: (sources) => {
      held.sources = sources;
    },
  };
}
